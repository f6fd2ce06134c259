/** What smooths the hand's way. */
export const handActions = {
  'toggle-smoothing': '开启或关闭笔画平滑',
} as const;

export const smoothing = {
  label: '笔画平滑（屏幕像素），0 为关闭',
  help: '笔画由一根这么多屏幕像素长的“线”牵引在指针之后，线长以内的抖动不留痕迹。松开时笔画止于指针处；0 为关闭。{{key}} 可切换。',
} as const;
