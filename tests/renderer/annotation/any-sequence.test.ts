import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Library } from '../../../main/store/library.js';
import { MaskLayer } from '../../../renderer/viewport/mask-layer.js';
import { greyPart } from '../../../renderer/viewport/grey-part.js';
import { segmentGuard } from '../../../renderer/viewport/tools/pixel-guards.js';
import { drawingTools } from '../../../renderer/viewport/tools/tool.js';
import { ToolRunner } from '../../../renderer/viewport/tools/tool-runner.js';
import {
  defaultProperties,
  segmentIds,
  type SegmentId,
  type SegmentMask,
  type SegmentProperties,
} from '../../../shared/domain.js';
import { imagePoint } from '../../../shared/geometry.js';
import { decodeMask, emptyMask, encodeMask, masksEqual } from '../../../shared/labelmap.js';
import { runMaskCommand, type MaskCommand } from '../../../shared/mask-command.js';
import {
  insertInstance,
  insertProposal,
  openForTest,
  pictureSize as size,
  rectangle,
  temporaryFolder,
} from '../../main/store/support.js';

/**
 * The correction as the application has it, tools and commands on the masks and the journal under
 * them, without a window: any sequence of acts, then as many undos, leads back bit for bit.
 */

const segment = fc.constantFrom(...segmentIds);
const point = fc.record({
  x: fc.double({ min: -3, max: size.width + 3, noNaN: true }),
  y: fc.double({ min: -3, max: size.height + 3, noNaN: true }),
});
const use = fc.record({
  act: fc.constant('use' as const),
  tool: fc.constantFrom(...drawingTools),
  segment,
  points: fc.array(point, { minLength: 1, maxLength: 5 }),
  radius: fc.double({ min: 0.5, max: 9, noNaN: true }),
  erase: fc.boolean(),
  guardedBy: fc.option(segment),
});
const command = fc.record({
  act: fc.constant('command' as const),
  segment,
  name: fc.constantFrom(
    'fill-holes',
    'keep-largest',
    'remove-islands',
    'grow',
    'shrink',
    'smooth',
    'snap',
  ),
  size: fc.integer({ min: 1, max: 6 }),
});
const combination = fc.record({
  act: fc.constant('combine' as const),
  segment,
  other: segment,
  name: fc.constantFrom('union', 'intersect', 'subtract', 'invert-inside'),
});
const setting = fc.record({
  act: fc.constant('set' as const),
  segment,
  change: fc.oneof(
    fc.record({ name: fc.option(fc.constantFrom('Clods', 'Border', '网络')) }),
    fc.record({ colour: fc.option(fc.constantFrom('#ff0000', '#00aaee')) }),
    fc.record({ opacity: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ hidden: fc.boolean(), locked: fc.boolean(), listed: fc.boolean() }),
  ),
});
const other = fc.record({
  act: fc.constantFrom('take-over', 'clear', 'undo', 'redo', 'commit'),
  segment,
});
const acts = fc.array(
  fc.oneof({ weight: 5, arbitrary: use }, command, combination, setting, {
    weight: 2,
    arbitrary: other,
  }),
  { minLength: 8, maxLength: 24 },
);
type Act = typeof acts extends fc.Arbitrary<(infer One)[]> ? One : never;

interface State {
  masks: ReadonlyMap<SegmentId, Uint8Array>;
  segments: ReadonlyMap<SegmentId, SegmentProperties>;
}

const picture = Uint8Array.from({ length: size.width * size.height * 4 }, (_value, index) => {
  const pixel = Math.floor(index / 4);
  const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
  return index % 4 === 3 ? 255 : Math.hypot(x - 20, y - 15) < 9 ? 80 : 190 + ((pixel * 31) % 12);
});

class Correction {
  readonly layer = new MaskLayer(size, []);
  segments = new Map<SegmentId, SegmentProperties>();
  private readonly at: { instanceId: string; frame: number };
  private readonly runner = new ToolRunner({
    changed: () => undefined,
    show: () => undefined,
    edited: (change, tool) => {
      this.append('stroke', tool, change);
    },
    encircled: () => undefined,
  });

  constructor(
    private readonly library: Library,
    instanceId: string,
    private readonly revisionId: string,
  ) {
    this.at = { instanceId, frame: 0 };
  }

  get state(): State {
    const masks = segmentIds.map((id) => [id, encodeMask(this.layer.mask(id))] as const);
    const segments = segmentIds.map((id) => [id, this.of(id)] as const);
    return { masks: new Map(masks), segments: new Map(segments) };
  }

  /** The same as the journal has it, read anew. */
  get stored(): State {
    const { masks, segments } = this.library.journal.open(this.at, 'reader');
    const maskOf = (id: SegmentId): Uint8Array =>
      masks.find((found) => found.segment === id)?.mask ??
      encodeMask(emptyMask(size.width, size.height));
    return {
      masks: new Map(segmentIds.map((id) => [id, maskOf(id)])),
      segments: new Map(
        segmentIds.map((id) => [
          id,
          segments.find((found) => found.segment === id)?.properties ?? defaultProperties(id),
        ]),
      ),
    };
  }

  travel(kind: 'undo' | 'redo'): void {
    this.arrive(this.library.journal[kind](this.at, 'reader'));
  }

  goTo(position: number): void {
    this.arrive(this.library.journal.goTo(this.at, 'reader', position));
  }

  get history() {
    return this.library.journal.steps(this.at, 'reader', 1000);
  }

  /** Whether the act is a step of the history. */
  perform(act: Act): void {
    switch (act.act) {
      case 'use':
        this.useTool(act);
        return;
      case 'command':
        this.become(act.segment, act.name, this.commandOf(act.segment, act.name, act.size));
        return;
      case 'combine':
        this.become(act.segment, act.name, { name: act.name, other: this.layer.mask(act.other) });
        return;
      case 'set': {
        const properties = { ...this.of(act.segment), ...act.change };
        this.segments.set(act.segment, properties);
        this.library.journal.setSegment({ ...this.at, segment: act.segment, properties }, 'reader');
        return;
      }
      case 'take-over': {
        const change = this.layer.changeTo('lesion', rectangle(5, 5, 30, 20));
        if (change) this.apply('take-over', null, change);
        return;
      }
      case 'clear': {
        const change = this.layer.changeTo(act.segment, emptyMask(size.width, size.height));
        if (change) this.apply('clear', null, change);
        return;
      }
      case 'undo':
      case 'redo': {
        const { position, steps } = this.history;
        if (act.act === 'undo' ? position > 0 : position < steps.length) this.travel(act.act);
        return;
      }
      case 'commit':
        this.library.journal.commit(this.at, 'reader');
    }
  }

  private of(id: SegmentId): SegmentProperties {
    return this.segments.get(id) ?? defaultProperties(id);
  }

  private arrive(result: ReturnType<Library['journal']['undo']>): void {
    this.layer.apply(result.changes);
    for (const { segment, properties } of result.segments) this.segments.set(segment, properties);
  }

  private useTool({
    tool,
    segment,
    points,
    radius,
    erase,
    guardedBy,
  }: Extract<Act, { act: 'use' }>) {
    const [first = imagePoint(0, 0), ...rest] = points.map(({ x, y }) => imagePoint(x, y));
    const start = {
      tool,
      segment,
      settings: {
        radius,
        smoothing: erase ? 2 * radius : 0,
        erase,
        tolerance: 20,
        range: { low: 0, high: 120 },
      },
      erase: erase || tool === 'eraser',
      guard: guardedBy === null ? null : segmentGuard(this.layer.pixels(guardedBy), 'outside'),
      picture,
      grain: 1,
    };
    this.runner.press(this.layer, start, first, 1);
    for (const corner of rest) {
      this.runner.drag([corner]);
      this.runner.release();
      if (this.runner.going) this.runner.press(this.layer, start, corner, 1);
    }
    this.runner.release();
    this.runner.confirm();
    this.runner.settle();
  }

  private commandOf(
    id: SegmentId,
    name: 'fill-holes' | 'keep-largest' | 'remove-islands' | 'grow' | 'shrink' | 'smooth' | 'snap',
    amount: number,
  ): MaskCommand {
    if (name === 'remove-islands') return { name, pixels: amount * 5 };
    if (name === 'fill-holes' || name === 'keep-largest') return { name };
    if (name !== 'snap') return { name, radius: amount };
    const grey = greyPart(picture, size, { x: 0, y: 0, ...size }, 0);
    if (grey === null) throw new Error(`there is no picture for ${id}`);
    return { name, band: amount, grey };
  }

  private become(id: SegmentId, name: string, act: MaskCommand): void {
    const change = this.layer.changeTo(id, runMaskCommand(this.layer.mask(id), act));
    if (change) this.apply('command', name, change);
  }

  private apply(kind: 'command' | 'take-over' | 'clear', tool: string | null, change: SegmentMask) {
    this.layer.apply([change]);
    this.append(kind, tool, change);
  }

  private append(
    kind: 'stroke' | 'command' | 'take-over' | 'clear',
    tool: string | null,
    change: SegmentMask,
  ) {
    const fromRevisionId = kind === 'take-over' ? this.revisionId : null;
    const edit = { ...this.at, kind, tool, changes: [change], fromRevisionId };
    this.library.journal.append(edit, 'reader');
  }
}

test(
  'any sequence of acts, then as many undos, restores the start; redo returns',
  { timeout: 120_000 },
  async () => {
    const library = await openForTest(await temporaryFolder());
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const { id } = insertInstance(library);
        const { revisionId } = await insertProposal(library, id, rectangle(5, 5, 30, 20));
        const correction = new Correction(library, id, revisionId);
        const start = correction.state;
        for (const act of sequence) correction.perform(act);
        const end = correction.state;
        expect(correction.stored).toEqual(end);

        const { position, steps } = correction.history;
        const passed: State[] = [end];
        for (let step = position; step > 0; step -= 1) {
          correction.travel('undo');
          passed.unshift(correction.state);
        }
        expect(correction.state).toEqual(start);
        expect(correction.stored).toEqual(start);
        for (let step = 1; step <= position; step += 1) {
          correction.travel('redo');
          expect(correction.state).toEqual(passed[step]);
        }
        // By the timeline: to the middle at once, to the start, to what was undone before, and back.
        for (const to of [Math.floor(position / 2), 0, steps.length, position]) {
          correction.goTo(to);
          expect(correction.history.position).toBe(to);
          expect(correction.stored).toEqual(correction.state);
          const expected = passed[to];
          if (expected) expect(correction.state).toEqual(expected);
        }
        const lesion = end.masks.get('lesion');
        expect(lesion && masksEqual(decodeMask(lesion), correction.layer.mask('lesion'))).toBe(
          true,
        );
      }),
      { seed: 4, numRuns: 25 },
    );
  },
);
