/** Texts of what a reader records beside the masks. */

export const flowActions = {
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

export const flip = {
  start: '修正前：打开图片时的轮廓',
  proposal: '修正前：模型建议',
  back: '回到我的轮廓',
} as const;

export const side = { label: '面板', mask: '轮廓', reading: '阅片' } as const;
