/** Texts of what lies over the skin. */

export const artefactNames = {
  hair: '毛发',
  ruler: '标尺',
  bubble: '气泡',
  vignette: '暗角',
} as const;

export const artefactActions = {
  'command-find-artefacts': '查找伪影',
  'toggle-artefacts': '隐藏或显示伪影',
} as const;

export const artefacts = {
  title: '伪影',
  shown: '显示',
  note: '覆盖在皮肤上的内容。导出为“忽略”区域，绝不计入皮损。',
  find: '查找伪影',
  findAgain: '重新查找',
  findHint: '用图像处理查找毛发、标尺、气泡和暗角。会替换已有内容；撤销可恢复。',
  finding: '正在查找伪影…',
  nothing: '没有找到伪影。',
  same: '没有找到其他伪影。',
  failed: '无法查找伪影。',
  area: '{{percent}} %',
  opacity: '伪影的不透明度',
} as const;
