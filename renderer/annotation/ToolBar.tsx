import { ActionIcon, Divider, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconBrush,
  IconEraser,
  IconHandStop,
  IconHelp,
  IconSunHigh,
  IconZoomIn,
  IconZoomOut,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Tool } from '../viewport/pointer-input.js';
import styles from './ToolBar.module.css';

const tools = [
  { tool: 'brush', icon: IconBrush, key: 'B' },
  { tool: 'eraser', icon: IconEraser, key: 'E' },
  { tool: 'pan', icon: IconHandStop, key: 'P' },
  { tool: 'window', icon: IconSunHigh, key: 'L' },
] as const;

interface ToolBarProps {
  tool: Tool;
  canUndo: boolean;
  canRedo: boolean;
  onTool: (tool: Tool) => void;
  onUndo: () => void;
  onRedo: () => void;
  onFit: () => void;
  onZoom: (factor: number) => void;
  onHelp: () => void;
}

/** Tools with their key printed, left of the picture. */
export function ToolBar(props: ToolBarProps) {
  const { t } = useTranslation('reading');
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t('tools.label')}
    >
      {tools.map(({ tool, icon, key }) => (
        <ToolButton
          key={tool}
          name={t(`tools.${tool}`)}
          keyName={key}
          icon={icon}
          testId={`tool-${tool}`}
          pressed={props.tool === tool}
          onClick={() => {
            props.onTool(tool);
          }}
        />
      ))}
      <Divider my={4} w="60%" color="var(--line)" />
      <ToolButton
        name={t('tools.undo')}
        keyName="Ctrl Z"
        icon={IconArrowBackUp}
        testId="undo"
        disabled={!props.canUndo}
        onClick={props.onUndo}
      />
      <ToolButton
        name={t('tools.redo')}
        keyName="Ctrl Y"
        icon={IconArrowForwardUp}
        testId="redo"
        disabled={!props.canRedo}
        onClick={props.onRedo}
      />
      <Divider my={4} w="60%" color="var(--line)" />
      <ToolButton
        name={t('tools.zoomIn')}
        keyName="+"
        icon={IconZoomIn}
        testId="zoom-in"
        onClick={() => {
          props.onZoom(1.25);
        }}
      />
      <ToolButton
        name={t('tools.zoomOut')}
        keyName="−"
        icon={IconZoomOut}
        testId="zoom-out"
        onClick={() => {
          props.onZoom(0.8);
        }}
      />
      <ToolButton
        name={t('tools.fit')}
        keyName="F"
        icon={IconArrowsMaximize}
        testId="fit"
        onClick={props.onFit}
      />
      <span className={styles.space} />
      <ToolButton
        name={t('tools.help')}
        keyName="?"
        icon={IconHelp}
        testId="help"
        onClick={props.onHelp}
      />
    </div>
  );
}

function ToolButton({
  name,
  keyName,
  icon: Icon,
  testId,
  pressed,
  disabled = false,
  onClick,
}: {
  name: string;
  keyName: string;
  icon: TablerIcon;
  testId: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}) {
  const { t } = useTranslation('reading');
  return (
    <Tooltip label={t('tools.withKey', { name, key: keyName })} position="right">
      <ActionIcon
        className={styles.button ?? ''}
        variant={pressed === true ? 'light' : 'subtle'}
        color={pressed === true ? 'accent' : 'gray'}
        aria-label={name}
        aria-pressed={pressed}
        aria-keyshortcuts={keyName}
        disabled={disabled}
        data-testid={testId}
        onClick={onClick}
      >
        <Icon size={20} stroke={1.7} aria-hidden />
        <kbd>{keyName}</kbd>
      </ActionIcon>
    </Tooltip>
  );
}
