import { useCallback, useMemo, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import { PictureView } from '../viewport/PictureView.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import { DisplayPanel } from './DisplayPanel.js';
import { Filmstrip } from './Filmstrip.js';
import { KeyHelp } from './KeyHelp.js';
import { OpeningNotice } from './OpeningNotice.js';
import { OptionBar } from './OptionBar.js';
import { ProposalPanel } from './ProposalPanel.js';
import { readingKeys } from './reading-keys.js';
import styles from './ReadFrame.module.css';
import { SaveNotice } from './SaveNotice.js';
import { SegmentsPanel } from './SegmentsPanel.js';
import { ToolBar } from './ToolBar.js';
import type { Display } from './use-display.js';
import { useLeaving } from './use-leaving.js';
import { useMenuCommands } from './use-menu-commands.js';
import { useNeighbours } from './use-neighbours.js';
import { useProposal } from './use-proposal.js';
import { useReadingKeys } from './use-reading-keys.js';
import { useReading } from './use-reading.js';
import { useShownProposal } from './use-shown-proposal.js';

interface ReadFrameProps {
  instanceId: string;
  frame: number;
  display: Display;
  onFrame: (frame: number) => void;
  onNavigate: (instanceId: string) => void;
  onBack: () => void;
  onOpenAgain: () => void;
}

/** One frame of one picture: its surface, and what is around it. */
export function ReadFrame(props: ReadFrameProps) {
  const { instanceId, frame, display } = props;
  const { t } = useTranslation('reading');
  const root = useRef<HTMLDivElement>(null);
  const [choice, setChoice] = useState<HTMLButtonElement | null>(null);
  const [stage, setStage] = useState<PictureStage | null>(null);
  const [areas, setAreas] = useState<ReadonlyMap<SegmentId, number>>(new Map());
  const [help, setHelp] = useState(false);

  const reading = useReading({ instanceId, frame }, stage);
  const { instance, opening } = reading;
  const ready = opening.kind === 'ready';
  const proposal = useProposal(instance !== null, instanceId, frame, reading.stored);
  const same = useShownProposal(stage, ready, proposal.mask, areas);
  const neighbours = useNeighbours(instanceId);
  const leaving = useLeaving(reading);

  const { onStroke } = reading;
  const { stepBrush } = display;
  const listener = useMemo(
    () => ({
      onStroke,
      onResizeBrush: stepBrush,
      onArea: (segment: SegmentId, area: number) => {
        setAreas((before) => new Map(before).set(segment, area));
      },
    }),
    [onStroke, stepBrush],
  );

  const failed = reading.save.kind === 'failed';
  const canUndo = ready && reading.canUndo && !failed;
  const canRedo = ready && reading.canRedo && !failed;
  const segment = display.options.segment;
  const drawn = (areas.get(segment) ?? 0) > 0;

  const takeOver = useCallback(
    (keepMine: boolean) => {
      const { state, mask } = proposal;
      if (!ready || state.kind !== 'ready' || mask === null) return;
      const { revisionId } = state.proposal;
      reading.takeOver(segment, { revisionId, mask, keepMine });
    },
    [proposal, ready, reading, segment],
  );
  const open = (id: string | null | undefined): void => {
    if (id === null || id === undefined) return;
    leaving.leave(() => {
      props.onNavigate(id);
    });
  };
  const back = (): void => {
    leaving.leave(props.onBack);
  };
  const goToFrame = (wanted: number): void => {
    if (instance === null || wanted < 0 || wanted >= instance.frames) return;
    leaving.leave(() => {
      props.onFrame(wanted);
    });
  };
  const submit = (): void => {
    if (!ready) return;
    leaving.submit(() => {
      const next = neighbours?.nextId ?? null;
      if (next === null) return false;
      props.onNavigate(next);
      return true;
    });
  };

  const history = { undo: canUndo ? reading.undo : null, redo: canRedo ? reading.redo : null };
  useMenuCommands(history);
  useReadingKeys(
    readingKeys({
      ...history,
      display,
      stage,
      takeOver: () => {
        if (drawn) choice?.focus();
        else takeOver(false);
      },
      submit,
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
        setHelp(true);
      },
    }),
    !help,
  );

  /** After a click on a control the keyboard goes back to the picture, so that Enter submits. */
  const returnFocus = (event: MouseEvent): void => {
    const { target, detail } = event;
    if (detail === 0 || !(target instanceof Element) || !root.current?.contains(target)) return;
    // A label gives the focus to its control after the click.
    if (target.closest('button, label') !== null) requestAnimationFrame(() => stage?.focus());
  };

  return (
    <div
      ref={root}
      className={styles.screen}
      aria-label={t('screen')}
      role="region"
      data-testid="read-screen"
      data-save={reading.save.kind}
      onClick={returnFocus}
    >
      <ToolBar
        tool={display.options.tool}
        canUndo={canUndo}
        canRedo={canRedo}
        onTool={display.setTool}
        onUndo={reading.undo}
        onRedo={reading.redo}
        onFit={() => stage?.fit()}
        onZoom={(factor) => stage?.zoomBy(factor)}
        onHelp={() => {
          setHelp(true);
        }}
      />
      <OptionBar
        tool={display.options.tool}
        radius={display.options.radius}
        stage={stage}
        frame={frame}
        frames={instance?.frames ?? 1}
        onTool={display.setTool}
        onRadius={display.setRadius}
        onResetWindow={() => stage?.resetWindow()}
        onFrame={goToFrame}
        onBack={back}
        onEntered={() => stage?.focus()}
      />
      <div className={styles.picture}>
        <PictureView
          options={display.options}
          listener={listener}
          label={
            instance === null
              ? t('loading')
              : t('picture', {
                  name: instance.fileName,
                  width: String(instance.width),
                  height: String(instance.height),
                })
          }
          onStage={setStage}
        />
        <OpeningNotice opening={opening} onRetry={props.onOpenAgain} />
        <SaveNotice save={reading.save} onRetry={reading.retrySave} onLeave={leaving.force} />
      </div>
      <aside className={styles.panels}>
        {instance !== null && (
          <SegmentsPanel
            areas={areas}
            pixels={instance.width * instance.height}
            onClear={reading.clear}
          />
        )}
        <ProposalPanel
          control={proposal}
          drawn={drawn}
          same={same}
          onChoice={setChoice}
          onTakeOver={takeOver}
        />
        <DisplayPanel display={display} />
      </aside>
      <Filmstrip
        instanceId={instanceId}
        neighbours={neighbours}
        leaving={leaving.busy}
        onOpen={open}
        onSubmit={submit}
      />
      <KeyHelp
        opened={help}
        onClose={() => {
          setHelp(false);
        }}
      />
    </div>
  );
}
