/** What smooths the hand’s way, and what lets it see. */
export const handActions = {
  'toggle-blink': '开启或关闭轮廓闪烁',
  'toggle-smoothing': '开启或关闭笔画平滑',
} as const;

export const smoothing = {
  label: '笔画平滑（屏幕像素），0 为关闭',
  help: '笔画由一根这么多屏幕像素长的“线”牵引在指针之后，线长以内的抖动不留痕迹。松开时笔画止于指针处；0 为关闭。{{key}} 可切换。',
} as const;

export const blink = {
  blink: '闪烁',
  blinkHelp:
    '轮廓与建议每秒交替显示和隐藏一次，以便看清其下的边界（系统要求减少动态效果时更慢）。开始绘制即停止。',
} as const;
