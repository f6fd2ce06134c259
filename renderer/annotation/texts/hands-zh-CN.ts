/** What smooths the hand’s way, what lets it see, and what it clicks on. */
export const handActions = {
  'command-keep-island': '只保留点击的区域',
  'command-remove-island': '移除点击的区域',
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

export const island = {
  label: '点击区域的作用',
  keep: '只保留',
  remove: '移除',
  point: '点击一个区域；共 {{islands}} 个',
  help: '边或角相接的像素属于同一区域。点击后只保留该区域，或将其移除；可撤销。',
  none: '此分割没有区域，或当前不可修改。',
  effect: '移除 {{goes}} 像素（区域 {{parts}} 个）',
  next: '下一个',
  end: '完成',
} as const;
