import {
  useCallback,
  useLayoutEffect,
  useMemo,
  useState,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { RunLengthMask } from '../../shared/labelmap.js';
import { actionsByChord, keysOf, type ReadingAction } from '../../shared/reading-actions.js';
import { useMethod } from '../queries.js';
import { useWatched, Watched } from '../ui/watched.js';
import { AbcdPanel } from './AbcdPanel.js';
import { ArtefactsPanel } from './ArtefactsPanel.js';
import { CommandBar } from './CommandBar.js';
import { CommandPalette } from './CommandPalette.js';
import { DisplayPanel } from './DisplayPanel.js';
import { Filmstrip } from './Filmstrip.js';
import { FrameNotices } from './FrameNotices.js';
import type { FrameBars } from './frame-bars.js';
import { frameWays } from './frame-ways.js';
import { HistoryPanel } from './HistoryPanel.js';
import { IslandBar } from './IslandBar.js';
import { KeyHelp } from './KeyHelp.js';
import { KeysContext } from './key-names.js';
import { MarksPanel } from './MarksPanel.js';
import { OptionBar } from './OptionBar.js';
import { ProposalPanel } from './ProposalPanel.js';
import { readingActs } from './reading-keys.js';
import styles from './ReadFrame.module.css';
import { QuestionsPanel } from './QuestionsPanel.js';
import { ReadingPanel } from './ReadingPanel.js';
import { SavedRegion } from './SavedRegion.js';
import { SegmentsPanel } from './SegmentsPanel.js';
import { SidePanels, type Side } from './SidePanels.js';
import { ToolBar } from './ToolBar.js';
import { useAreas } from './use-areas.js';
import { useArtefacts, useArtefactsAtOpening } from './use-artefacts.js';
import type { Display } from './use-display.js';
import { useAbcd } from './use-abcd.js';
import { useFlip } from './use-flip.js';
import { useCommands } from './use-commands.js';
import { useLeaving } from './use-leaving.js';
import { useLoadAhead } from './use-load-ahead.js';
import { useMarks } from './use-marks.js';
import { useMenuCommands } from './use-menu-commands.js';
import { useNeighbours } from './use-neighbours.js';
import { useProposal } from './use-proposal.js';
import { useReadingKeys } from './use-reading-keys.js';
import { useReadingRecord } from './use-reading-record.js';
import { useReading } from './use-reading.js';
import { useSegments } from './use-segments.js';
import { useStageListener } from './use-stage-listener.js';
import { useShownHeat } from './use-shown-heat.js';
import type { OpenedFrame } from './use-opened-frame.js';
import { useShownProposal } from './use-shown-proposal.js';

const noOwnKeys = {};

interface ReadFrameProps {
  opened: OpenedFrame;
  /** Nothing can be written. */
  readOnly: boolean;
  display: Display;
  /** Which panels are shown; kept from picture to picture. */
  side: Side;
  onSide: (side: Side) => void;
  onFrame: (frame: number) => void;
  onNavigate: (instanceId: string) => void;
  onBack: () => void;
  onOpenAgain: () => void;
  bars: Watched<FrameBars>;
}

/** What is around one frame of one picture, and what can be done with it. */
export function ReadFrame(props: ReadFrameProps) {
  const { opened, readOnly, display, side, onSide } = props;
  const { instanceId, frame, stage } = opened;
  const { t } = useTranslation('reading');
  const [choice, setChoice] = useState<HTMLButtonElement | null>(null);
  const [models, setModels] = useState<HTMLSelectElement | null>(null);
  const [historyOpened, setHistoryOpened] = useState(false);
  const { areas, setArea } = useAreas(stage);
  const [dialog, setDialog] = useState<'help' | 'palette' | 'commands' | null>(null);
  const { data: settings } = useMethod('settings.get', {});
  const ownKeys = settings?.keys ?? noOwnKeys;
  const keys = useMemo(() => keysOf(ownKeys), [ownKeys]);

  const reading = useReading(opened, readOnly, props.onOpenAgain);
  const { instance, ready } = reading;
  const proposal = useProposal(
    instance !== null,
    instanceId,
    frame,
    reading.stored,
    opened.proposed,
    display.options.heat !== null,
  );
  useShownHeat(stage, ready, proposal.map, display.options.heat);
  const { cut } = proposal;
  const proposalMask = cut?.mask ?? null;
  const same = useShownProposal(stage, ready, proposalMask, areas);
  const neighbours = useNeighbours(instanceId);
  const marks = useMarks(stage, ready, instance, reading);
  const flip = useFlip(stage, ready, reading.start, proposalMask);
  const abcd = useAbcd(stage, { instanceId, frame }, areas, reading);
  useLoadAhead(ready, neighbours);
  const leaving = useLeaving(reading);
  const record = useReadingRecord(instanceId, frame);
  // The field may be made by the key that puts the focus into it.
  const [comment] = useState(() => new Watched<HTMLTextAreaElement | null>(null));
  const takeComment = useCallback(
    (field: HTMLTextAreaElement | null) => {
      comment.set(field);
    },
    [comment],
  );

  const segments = useSegments(stage, ready, reading, areas, display, readOnly);
  const { restriction } = display.options;
  // Of a segment that this picture has not, nothing would be inside.
  const restricted = restriction !== null && segments.listed.includes(restriction.segment);
  const options = useMemo(
    () => (restricted ? display.options : { ...display.options, restriction: null }),
    [restricted, display.options],
  );
  const failed = useWatched(reading.save, ({ kind }) => kind === 'failed');
  const { history: steps } = reading;
  const undoable = useWatched(steps, (now) => now.canUndo);
  const redoable = useWatched(steps, (now) => now.canRedo);
  const canUndo = undoable && ready && !failed && !readOnly;
  const canRedo = redoable && ready && !failed && !readOnly;
  const segment = display.options.segment;
  const shownAsDrawn = ready && flip.shown === null && !readOnly;
  const editable = shownAsDrawn && !segments.of(segment).locked;
  // A proposal is of the lesion, whatever segment is in use.
  const lesionDrawn = (areas.get('lesion') ?? 0) > 0;
  const lesionEditable = shownAsDrawn && !segments.of('lesion').locked;

  const artefacts = useArtefacts(
    stage,
    { instanceId, frame },
    shownAsDrawn,
    areas,
    reading.applyArtefacts,
  );
  // After the proposal, which a reader waits for.
  const untouched = proposal.proposal !== null && !undoable && !redoable;
  useArtefactsAtOpening(settings?.findArtefacts ?? false, untouched, artefacts);

  const { restriction: guarding } = options;
  const { takeOver: takeOverInto, applyCommand, onStroke } = reading;
  const takeOver = useCallback(
    (part: 'replace' | 'add' | RunLengthMask) => {
      if (!lesionEditable || cut === null) return;
      takeOverInto('lesion', { proposal: cut, part, restriction: guarding });
    },
    [lesionEditable, cut, takeOverInto, guarding],
  );
  const commands = useCommands(stage, segments, cut, areas, editable, options, applyCommand);
  const { command, islands } = commands;
  const pointing = islands.act !== null;
  const onStage = useMemo(
    () => (pointing ? { ...options, tool: 'point' as const } : options),
    [pointing, options],
  );

  // Layout effects, as in the listener: a press right after another tool is shown must be of that tool.
  useLayoutEffect(() => {
    stage.setOptions(onStage);
  }, [stage, onStage]);
  useStageListener(stage, {
    onStroke,
    onEncircle: takeOver,
    onArea: setArea,
    onPoint: islands.point,
    display,
    marks,
  });

  const { open, back, goToFrame, submit } = frameWays({
    instanceId,
    frame,
    frames: instance?.frames ?? 0,
    ready,
    neighbours,
    leaving,
    onNavigate: props.onNavigate,
    onFrame: props.onFrame,
    onBack: props.onBack,
  });

  const history = { undo: canUndo ? reading.undo : null, redo: canRedo ? reading.redo : null };
  useMenuCommands(history);
  const acts = readingActs({
    ...history,
    display,
    stage,
    takeOver: () => {
      if (lesionDrawn) choice?.focus();
      else takeOver('replace');
    },
    submit: commands.going?.apply ?? submit,
    back,
    openNextUnread: () => {
      open(neighbours?.nextUnreadId);
    },
    openPrevious: () => {
      open(neighbours?.previousId);
    },
    openNext: () => {
      open(neighbours?.nextId);
    },
    goToFrame: (step) => {
      goToFrame(frame + step);
    },
    showHelp: () => {
      setDialog('help');
    },
    showPalette: () => {
      setDialog('palette');
    },
    showCommands: () => {
      if (editable) setDialog('commands');
    },
    command: commands.begin,
    endIslands: islands.end,
    findArtefacts: () => artefacts.find?.(),
    chooseModel: () => models?.focus(),
    showHistory: () => {
      setHistoryOpened(!historyOpened);
    },
    stepSegment: segments.step,
    deleteMark: () => {
      if (marks.chosen !== null) marks.remove(marks.chosen);
    },
    draftAbcd: () => {
      onSide('reading');
      abcd.draft();
    },
    flip: flip.toggle,
    toggleFlag: () => {
      if (!readOnly && record.record) record.change({ flagged: !record.record.flagged });
    },
    setDifficulty: (difficulty) => {
      if (!readOnly) record.change({ difficulty });
    },
    writeComment: () => {
      flushSync(() => {
        onSide('reading');
      });
      comment.value?.focus();
    },
    toggleSide: () => {
      onSide(side === 'mask' ? 'reading' : 'mask');
    },
  });
  const act = (action: ReadingAction): void => {
    acts[action]();
  };
  useReadingKeys(
    new Map<string, () => void>([
      ...[...actionsByChord(ownKeys)].map(([chord, action]) => [chord, acts[action]] as const),
      ...(commands.going === null ? [] : [['escape', commands.going.cancel] as const]),
    ]),
    dialog === null,
  );

  /** After a click on a control the keyboard goes back to the picture, so that Enter submits. */
  const returnFocus = (event: MouseEvent): void => {
    const { target, detail, currentTarget: screen } = event;
    // What lies over the screen is elsewhere in the document.
    if (detail === 0 || !(target instanceof Element) || !screen.contains(target)) return;
    // A label gives the focus to its control after the click.
    if (target.closest('button, label') !== null)
      requestAnimationFrame(() => {
        stage.focus();
      });
  };

  const tools = (
    <ToolBar
      tool={display.options.tool}
      canUndo={canUndo}
      canRedo={canRedo}
      commandsOpened={dialog === 'commands'}
      canCommand={editable}
      onCommandsOpened={(opened) => {
        setDialog(opened ? 'commands' : null);
      }}
      onCommand={commands.begin}
      onAct={act}
    />
  );
  const strip = (
    <Filmstrip
      instanceId={instanceId}
      frame={frame}
      neighbours={neighbours}
      leaving={leaving.busy}
      onOpen={open}
      onSubmit={submit}
    />
  );
  const inKeys = (bar: ReactNode): ReactNode => <KeysContext value={keys}>{bar}</KeysContext>;
  useLayoutEffect(() => {
    props.bars.set({ tools: inKeys(tools), strip: inKeys(strip), onClick: returnFocus });
  });

  return (
    <KeysContext value={keys}>
      <SavedRegion className={styles.frame} aria-label={t('screen')} save={reading.save}>
        {pointing ? (
          <IslandBar control={islands} />
        ) : command.draft === null ? (
          <OptionBar
            display={display}
            segments={segments}
            stage={stage}
            frame={frame}
            frames={instance?.frames ?? 1}
            onFrame={goToFrame}
            onBack={back}
            onEntered={() => {
              stage.focus();
            }}
          />
        ) : (
          <CommandBar control={command} draft={command.draft} operands={commands.operands} />
        )}
        <FrameNotices
          opened={opened}
          reading={reading}
          marks={marks}
          flip={flip}
          explained={side === 'reading' ? abcd.explained : null}
          onOpenAgain={props.onOpenAgain}
          onLeave={leaving.force}
        />
        <SidePanels
          side={side}
          onSide={onSide}
          mask={
            <>
              {instance !== null && (
                <SegmentsPanel
                  segments={segments}
                  areas={areas}
                  scale={marks.scale}
                  pixels={instance.width * instance.height}
                  onClear={editable ? reading.clear : null}
                />
              )}
              {instance !== null && (
                <ProposalPanel
                  control={proposal}
                  display={display}
                  drawn={lesionDrawn}
                  locked={!lesionEditable}
                  elsewhere={segment !== 'lesion'}
                  onModels={setModels}
                  same={same}
                  onChoice={setChoice}
                  onTakeOver={(keepMine) => {
                    takeOver(keepMine ? 'add' : 'replace');
                  }}
                />
              )}
              {instance !== null && (
                <ArtefactsPanel
                  control={artefacts}
                  display={display}
                  segments={segments}
                  areas={areas}
                  pixels={instance.width * instance.height}
                />
              )}
              <DisplayPanel display={display} />
              <HistoryPanel
                instanceId={instanceId}
                frame={frame}
                history={ready ? reading.history : null}
                opened={historyOpened}
                onOpened={setHistoryOpened}
                disabled={!ready || failed || readOnly || flip.shown !== null}
                segments={segments}
                onGoTo={reading.goTo}
              />
            </>
          }
          reading={
            <>
              <ReadingPanel control={record} readOnly={readOnly} onCommentField={takeComment} />
              <QuestionsPanel instanceId={instanceId} frame={frame} readOnly={readOnly} />
              <MarksPanel control={marks} />
              <AbcdPanel control={abcd} drawn={lesionDrawn} readOnly={readOnly} />
            </>
          }
        />
        <KeyHelp
          opened={dialog === 'help'}
          onClose={() => {
            setDialog(null);
          }}
        />
        <CommandPalette
          opened={dialog === 'palette'}
          onClose={() => {
            setDialog(null);
          }}
          onAct={act}
        />
      </SavedRegion>
    </KeysContext>
  );
}
