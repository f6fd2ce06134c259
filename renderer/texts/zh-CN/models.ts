export const models = {
  title: '模型',
  intro: '给出建议轮廓的网络。每个模型都注明训练数据及其表现。',
  none: '未安装模型。可以手动勾画图片。',
  add: '添加模型…',
  added: '已安装 {{title}} {{version}}',
  addedBefore: '{{title}} {{version}} 此前已安装',
  default: '默认',
  version: '版本 {{version}}',
  trainedOn: '训练数据',
  intendedUse: '预期用途',
  license: '许可证',
  size: '参数量',
  cost: '乘加运算量',
  costHelp: '网络以其输入尺寸处理一张图片所需的乘加运算次数',
  input: '输入',
  inputValue: '{{width}} × {{height}} 像素',
  threshold: '阈值',
  device: '运行设备',
  hash: 'SHA-256',
  metrics: '结果',
  interval: '95 % 区间',
  showNote: '测量方法',
  hideNote: '收起',
  metric: {
    pooledIou: {
      name: '合并 IoU',
      definition: '将所有图片的像素合在一起计算的交并比；大的皮损权重更大。',
    },
    pooledDsc: {
      name: '合并 Dice',
      definition: '将所有图片的像素合在一起计算的 Dice 系数；大的皮损权重更大。',
    },
    meanJaccard: {
      name: '平均 Jaccard',
      definition: '逐图计算交并比后取平均：每张图片权重相同。',
    },
    meanDice: {
      name: '平均 Dice',
      definition: '逐图计算 Dice 系数后取平均：每张图片权重相同。',
    },
    thresholdJaccard: {
      name: '阈值 Jaccard',
      definition: '低于 0.65 的图片按 0 计的平均 Jaccard。',
    },
    failureRate: {
      name: '失败率',
      definition: 'Jaccard 低于 0.65 的图片所占比例。',
    },
    accuracy: {
      name: '准确率',
      definition: '所有图片中分类正确的像素所占比例。',
    },
    sensitivity: {
      name: '灵敏度',
      definition: '所有图片的皮损像素中被找到的比例。',
    },
    specificity: {
      name: '特异度',
      definition: '所有图片的皮肤像素中被正确排除的比例。',
    },
    hausdorff95: {
      name: '95 % Hausdorff 距离（px）',
      definition:
        '一条轮廓的 95 % 与另一条轮廓相距在此距离以内，单位为网络输入尺寸的像素，逐图计算后取平均。越小越好。',
    },
    surfaceDice: {
      name: '表面 Dice（2 px）',
      definition: '两条轮廓中与对方相距不超过 2 px 的部分所占比例，逐图计算后取平均。',
    },
    rankCorrelation: {
      name: '置信度：秩相关',
      definition: '各图片的置信度与其 Jaccard 之间的 Spearman 相关系数。',
    },
    failuresFound20: {
      name: '前 20 % 发现的失败',
      definition: '失败的图片中，位于置信度最低的 20 % 图片之内的比例。',
    },
    failuresFound40: {
      name: '前 40 % 发现的失败',
      definition: '失败的图片中，位于置信度最低的 40 % 图片之内的比例。',
    },
    reviewGain20: {
      name: '复核 20 % 的收益',
      definition: '复核置信度最低的 20 % 图片相对于随机选取的收益，占完美排序之收益的比例。',
    },
    reviewGain40: {
      name: '复核 40 % 的收益',
      definition: '复核置信度最低的 40 % 图片相对于随机选取的收益，占完美排序之收益的比例。',
    },
  },
};
