import { ActionIcon, Divider, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconBrush,
  IconBucketDroplet,
  IconCircle,
  IconColorPicker,
  IconContrast,
  IconEraser,
  IconHandStop,
  IconHelp,
  IconLasso,
  IconMagnet,
  IconPolygon,
  IconRectangle,
  IconRuler2,
  IconScribble,
  IconSunHigh,
  IconZoomIn,
  IconZoomOut,
  type TablerIcon,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedCommand } from '../../shared/mask-command.js';
import type { ReadingAction } from '../../shared/reading-actions.js';
import { useStableCall } from '../ui/use-stable-call.js';
import { isMarkTool, type MarkTool } from '../viewport/marks/mark-tools.js';
import type { Tool } from '../viewport/tools/tool.js';
import { CommandMenu } from './CommandMenu.js';
import { useKeyNames } from './key-names.js';
import styles from './ToolBar.module.css';

const tools = [
  { tool: 'brush', icon: IconBrush },
  { tool: 'eraser', icon: IconEraser },
  { tool: 'threshold-brush', icon: IconContrast },
  { tool: 'freehand', icon: IconScribble },
  { tool: 'polygon', icon: IconPolygon },
  { tool: 'livewire', icon: IconMagnet },
  { tool: 'rectangle', icon: IconRectangle },
  { tool: 'circle', icon: IconCircle },
  { tool: 'wand', icon: IconColorPicker },
  { tool: 'paint-fill', icon: IconBucketDroplet },
  { tool: 'lasso', icon: IconLasso },
  { tool: 'pan', icon: IconHandStop },
  { tool: 'window', icon: IconSunHigh },
] as const satisfies readonly { tool: Tool; icon: TablerIcon }[];

const views = [
  { action: 'zoom-in', icon: IconZoomIn },
  { action: 'zoom-out', icon: IconZoomOut },
  { action: 'fit', icon: IconArrowsMaximize },
  { action: 'help', icon: IconHelp },
] as const satisfies readonly { action: ReadingAction; icon: TablerIcon }[];

interface ToolBarProps {
  tool: Tool;
  canUndo: boolean;
  canRedo: boolean;
  commandsOpened: boolean;
  canCommand: boolean;
  onCommandsOpened: (opened: boolean) => void;
  onCommand: (name: ListedCommand) => void;
  onAct: (action: ReadingAction) => void;
}

/** Tools with their key printed, left of the picture. */
export function ToolBar(props: ToolBarProps) {
  const onCommandsOpened = useStableCall(props.onCommandsOpened);
  const onCommand = useStableCall(props.onCommand);
  const onAct = useStableCall(props.onAct);
  return <Bar {...props} {...{ onCommandsOpened, onCommand, onAct }} />;
}

/** Apart from the screen, which is rendered at the end of every stroke. */
const Bar = memo(function Bar(props: ToolBarProps) {
  const { t } = useTranslation('reading');
  const { onAct } = props;
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t('tools.label')}
    >
      {tools.map(({ tool, icon }) => (
        <ToolButton
          key={tool}
          action={`tool-${tool}`}
          icon={icon}
          pressed={props.tool === tool}
          onAct={onAct}
        />
      ))}
      <ToolButton
        action={isMarkTool(props.tool) ? props.tool : 'mark-length'}
        icon={IconRuler2}
        pressed={isMarkTool(props.tool)}
        onAct={onAct}
      />
      <Divider className={styles.line ?? ''} color="var(--line)" />
      <CommandMenu
        opened={props.commandsOpened}
        disabled={!props.canCommand}
        onOpened={props.onCommandsOpened}
        onCommand={props.onCommand}
      />
      <ToolButton action="undo" icon={IconArrowBackUp} disabled={!props.canUndo} onAct={onAct} />
      <ToolButton action="redo" icon={IconArrowForwardUp} disabled={!props.canRedo} onAct={onAct} />
      <Divider className={styles.line ?? ''} color="var(--line)" />
      {views.map(({ action, icon }) => (
        <ToolButton key={action} action={action} icon={icon} onAct={onAct} />
      ))}
    </div>
  );
});

type BarAction =
  | `tool-${(typeof tools)[number]['tool']}`
  | MarkTool
  | 'undo'
  | 'redo'
  | (typeof views)[number]['action'];

const ToolButton = memo(function ToolButton({
  action,
  icon: Icon,
  pressed,
  disabled = false,
  onAct,
}: {
  action: BarAction;
  icon: TablerIcon;
  pressed?: boolean;
  disabled?: boolean;
  onAct: (action: ReadingAction) => void;
}) {
  const { t } = useTranslation('reading');
  const name = t(`actions.${action}`);
  const [keyName = ''] = useKeyNames()(action);
  return (
    <Tooltip
      multiline
      maw={280}
      label={
        <>
          <strong>{keyName === '' ? name : t('tools.withKey', { name, key: keyName })}</strong>
          <br />
          {t(`toolHelp.${action}`)}
        </>
      }
      position="right"
    >
      <ActionIcon
        className={styles.button ?? ''}
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'accent' : 'gray'}
        aria-label={name}
        aria-pressed={pressed}
        disabled={disabled}
        data-testid={action}
        onClick={() => {
          onAct(action);
        }}
      >
        <Icon size={20} stroke={1.7} aria-hidden />
        <kbd>{keyName}</kbd>
      </ActionIcon>
    </Tooltip>
  );
});
