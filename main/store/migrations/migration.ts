/** One step of the schema. Versions go up in tens, so that a step can be put between two. */
export interface Migration {
  /** SQLite's `user_version` after the step. */
  readonly version: number;
  readonly sql: string;
}
