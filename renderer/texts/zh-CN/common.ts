export const common = {
  disclaimer: '仅供研究使用，不是诊断设备。',
  action: {
    cancel: '取消',
    close: '关闭',
    dismiss: '收起',
    tryAgain: '重试',
  },
  nav: {
    label: '界面',
    library: '图库',
    read: '阅片',
    compare: '对比',
    models: '模型',
    settings: '设置',
    about: '关于',
    nothingToRead: '请先导入图片',
  },
  search: { label: '按名称搜索图片', placeholder: '搜索名称', clear: '清除搜索' },
  breadcrumb: '当前位置',
  loading: '正在加载',
  statusBar: {
    label: '应用状态',
    noModel: '未安装模型',
    device_other: '{{name}}，{{count}} 线程',
    deviceName: {
      cpu: 'CPU',
      webgpu: 'GPU（WebGPU）',
      cuda: 'GPU（CUDA）',
      dml: 'GPU（DirectML）',
      coreml: 'Core ML',
    },
    testing: '正在检测设备',
    queued_other: '{{count}} 张图片排队中',
    idle: '无排队任务',
    saved: '已全部保存 {{time}}',
    nothingToSave: '已全部保存',
    saving: '正在保存',
    saveFailed: '未能保存',
    readOnly: '只读',
  },
  boundary: {
    title: '此界面已停止工作',
    body: '最后一笔完成之前的绘制内容均已保存。请重新加载窗口以继续。',
    reload: '重新加载窗口',
  },
  about: {
    title: '关于 Limen',
    purpose: '对皮肤镜图片中的皮损进行分割、修正与比较。',
    version: '版本',
    runtime: 'Electron',
    library: '图库',
    license: '许可证',
    licenseText: 'Apache-2.0。所用各组件的许可证见应用旁的 NOTICE 文件。',
    privacy: '图片只留在本机：本应用不建立任何网络连接。',
  },
  errors: {
    'bad-input': {
      what: '无法理解该请求。',
      remedy: '请重试；若再次出现，请重新启动 Limen。',
    },
    'not-found': {
      what: '图库中已没有此内容。',
      remedy: '请返回图库，从那里重新打开。',
    },
    'unreadable-file': {
      what: '无法读取该文件。',
      remedy: '文件可能已损坏或不完整。请从来源重新复制后再导入。',
    },
    'unsupported-format': {
      what: '不支持此类文件。',
      remedy: '请使用 JPEG、PNG、TIFF、BMP 或 DICOM。',
    },
    'mask-unfit': {
      what: '该掩膜与图片不匹配。',
      remedy: '请将掩膜与同名、同尺寸的图片一起导入。',
    },
    'too-large': {
      what: '图片超出 Limen 可打开的大小。',
      remedy: '请另存为较小的尺寸后再导入。',
    },
    'model-invalid': {
      what: '模型与其说明不符。',
      remedy: '请重新安装该模型；在此之前请选用其他模型。',
    },
    'inference-failed': {
      what: '模型未能勾画此图片。',
      remedy: '请手动勾画，或在设置中将设备改为 CPU 后重试。',
    },
    'worker-crashed': {
      what: '处理此图片的进程意外结束。',
      remedy: '进程已重新启动，其他图片会继续处理。请再试一次此图片。',
    },
    'deadline-exceeded': {
      what: '耗时过长，已停止。',
      remedy: '请在计算机较空闲时重试。',
    },
    'out-of-memory': {
      what: '内存不足，无法处理此图片。',
      remedy: '请关闭其他程序后重试。',
    },
    cancelled: { what: '已取消。', remedy: '可随时重新开始。' },
    'library-read-only': {
      what: '图库以只读方式打开。',
      remedy: '请关闭正在使用此图库的另一个窗口，然后重新启动 Limen。',
    },
    'library-damaged': {
      what: '图库有部分损坏。',
      remedy: '请备份图库文件夹，并运行“limen verify”查看损坏的部分。',
    },
    'disk-full': {
      what: '磁盘已满，未写入任何内容。',
      remedy: '请释放空间后重试。此前保存的内容完好。',
    },
    'write-failed': {
      what: '文件未能写入。此前保存的内容完好。',
      remedy: '请确认文件夹存在且可写入，然后重试。',
    },
    'held-for-review': {
      what: '该图片暂不导出，需先有人确认其中没有文字。',
      remedy: '请查看图片并确认没有文字，然后重试。',
    },
    internal: {
      what: 'Limen 内部出现错误。',
      remedy: '请重试；若再次出现，请重新启动 Limen，已完成的笔画均已保存。',
    },
  },
};
