/**
 * Works on several items at once and gives what comes of them in their order, as many at a time as
 * are ready. Nothing new is begun once the signal is aborted or `act` has thrown; what was begun is
 * waited for.
 *
 * @param ahead how many items are worked on at once
 * @param most how many results come at a time at most
 * @throws what `act` throws, in its place; results before it come first
 */
export async function* inBatches<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  { ahead, most, signal }: { ahead: number; most: number; signal?: AbortSignal | undefined },
): AsyncGenerator<Result[]> {
  const begun: Promise<Result>[] = [];
  const settled = new Set<Promise<Result>>();
  let next = 0;
  const begin = (): void => {
    while (begun.length < ahead && next < items.length && signal?.aborted !== true) {
      const work = act(items[next] as Item);
      const settle = (): void => {
        settled.add(work);
      };
      work.then(settle, settle);
      begun.push(work);
      next += 1;
    }
  };
  try {
    begin();
    while (begun.length > 0) {
      const batch: Result[] = [];
      let failure: { thrown: unknown } | null = null;
      do {
        const work = begun.shift() as Promise<Result>;
        settled.delete(work);
        try {
          batch.push(await work);
        } catch (thrown) {
          failure = { thrown };
        }
      } while (!failure && batch.length < most && begun[0] && settled.has(begun[0]));
      // Work goes on while the batch is dealt with.
      if (failure === null) begin();
      if (batch.length > 0) yield batch;
      if (failure) throw failure.thrown;
    }
  } finally {
    await Promise.allSettled(begun);
  }
}
