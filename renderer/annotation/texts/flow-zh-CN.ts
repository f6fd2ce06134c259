/** Texts of what a reader records beside the masks. */

export const flowActions = {
  'mark-length': '测量长度',
  'mark-area': '测量面积',
  'mark-arrow': '箭头',
  'mark-note': '注释',
  'mark-calibration': '沿标尺校准',
  'mark-delete': '移除所选标注',
  'abcd-draft': '生成 ABCD 评分草稿',
  flip: '修正前后对照',
  flag: '标记',
  comment: '备注',
  'difficulty-easy': '难度：容易',
  'difficulty-medium': '难度：中等',
  'difficulty-hard': '难度：困难',
  side: '面板：轮廓或阅片',
} as const;

export const flow = {
  title: '阅片',
  flagged: '已标记',
  difficulty: '难度',
  difficulties: { easy: '容易', medium: '中等', hard: '困难' },
  comment: '备注',
  commentHint: '备注，只保存在本图库中',
  spentHint: '本图片的阅片用时；最后一次操作 {{seconds}} 秒后以及窗口隐藏时暂停计时',
} as const;

export const marks = {
  title: '测量与注释',
  kind: '标注类型',
  kinds: {
    length: '长度',
    area: '面积',
    arrow: '箭头',
    note: '注释',
    calibration: '校准',
  },
  hints: {
    length: '拖动画线；拖动端点或线可移动标注，Delete 移除',
    area: '点击设置顶点，双击或 Enter 闭合',
    arrow: '从尾端拖向箭头尖端',
    note: '点击注释所在位置',
    calibration: '沿图中标尺拖动，再输入其长度',
  },
  empty: '尚无标注。工具中的直尺可测量，箭头与注释也在其中。',
  scale: '每像素 {{value}} 毫米（{{source}}）',
  noScale: '未给出比例，测量以像素为单位。沿标尺画线即可设定比例。',
  source: {
    'pixel-spacing': 'DICOM 像素间距',
    'imager-pixel-spacing': 'DICOM 成像器像素间距',
    'calibration-line': '标尺校准线',
  },
  px: '{{value}} 像素',
  px2: '{{value}} 平方像素',
  mm: '{{value}} 毫米，{{px}}（{{source}}）',
  mm2: '{{value}} 平方毫米，{{px}}（{{source}}）',
  calibrated: '{{value}} 毫米 = {{px}} 像素',
  steps: { 'mark-move': '移动标注', 'mark-text': '修改注释或校准' },
  noteText: '注释',
  calibrationLength: '线段长度',
  keep: '保留',
  edit: '修改“{{name}}”',
  remove: '移除“{{name}}”',
} as const;

export const questions = {
  title: '问题',
  none: '本图库没有问题，可在设置中添加。',
  open: '—',
} as const;

export const flip = {
  start: '修正前：打开图片时的轮廓',
  proposal: '修正前：模型建议',
  back: '回到我的轮廓',
} as const;

export const side = { label: '面板', mask: '轮廓', reading: '阅片' } as const;
