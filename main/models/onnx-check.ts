import { AppError } from '../../shared/errors.js';

/** Largest network file that is accepted. */
export const MAX_NETWORK_BYTES = 256 * 2 ** 20;
const MAX_NODES = 100_000;
const MAX_DEPTH = 16;

/** What was read of a network file before any engine saw it. */
export interface OnnxFacts {
  /** Version of the default operator set. */
  opset: number;
  nodes: number;
  /** Operator types, sorted. */
  operators: string[];
}

type WireValue = number | Uint8Array;

/** Field numbers of onnx.proto, by message. */
const model = { graph: 7, opsetImport: 8, functions: 25 } as const;
const opset = { domain: 1, version: 2 } as const;
const graph = { node: 1, initializer: 5, sparseInitializer: 15 } as const;
const node = { operator: 4, attribute: 5, domain: 7 } as const;
const attribute = { tensor: 5, graph: 6, tensors: 10, graphs: 11 } as const;
const tensor = { externalData: 13, dataLocation: 14 } as const;

function invalid(why: string): AppError {
  return new AppError('model-invalid', `the network file is refused: ${why}`);
}

/** Calls back for each field of one protobuf message; lengths are checked against the message. */
function forEachField(bytes: Uint8Array, visit: (field: number, value: WireValue) => void): void {
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[offset++];
      if (byte === undefined) throw invalid('it ends too early');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw invalid('it holds a number that is too long');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - offset) throw invalid('it ends too early');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  while (offset < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        visit(field, varint());
        break;
      case 1:
        take(8);
        break;
      case 2:
        visit(field, take(varint()));
        break;
      case 5:
        take(4);
        break;
      default:
        throw invalid('it is not an ONNX file');
    }
  }
}

function text(value: WireValue): string {
  return typeof value === 'number' ? '' : new TextDecoder().decode(value);
}

/**
 * Read an ONNX file's structure without running anything.
 *
 * @throws AppError `model-invalid` for oversize or broken files, data kept outside the file,
 * operators outside the default domain, and functions defined by the file itself.
 */
export function checkOnnx(bytes: Uint8Array): OnnxFacts {
  if (bytes.length > MAX_NETWORK_BYTES) throw invalid('it is larger than 256 MB');
  const operators = new Set<string>();
  let nodes = 0;
  let graphs = 0;
  let version = 0;

  const checkTensor = (message: Uint8Array): void => {
    forEachField(message, (field, value) => {
      const outside =
        field === tensor.externalData || (field === tensor.dataLocation && value !== 0);
      if (outside) throw invalid('it keeps weights in another file');
    });
  };
  const checkAttribute = (message: Uint8Array, depth: number): void => {
    forEachField(message, (field, value) => {
      if (typeof value === 'number') return;
      if (field === attribute.tensor || field === attribute.tensors) checkTensor(value);
      if (field === attribute.graph || field === attribute.graphs) checkGraph(value, depth + 1);
    });
  };
  const checkNode = (message: Uint8Array, depth: number): void => {
    nodes += 1;
    if (nodes > MAX_NODES) throw invalid('it has too many operators');
    forEachField(message, (field, value) => {
      if (field === node.operator) operators.add(text(value));
      if (field === node.domain) requireDefaultDomain(text(value));
      if (field === node.attribute && typeof value !== 'number') checkAttribute(value, depth);
    });
  };
  const checkGraph = (message: Uint8Array, depth: number): void => {
    if (depth > MAX_DEPTH) throw invalid('its graphs are nested too deeply');
    graphs += 1;
    forEachField(message, (field, value) => {
      if (typeof value === 'number') return;
      if (field === graph.node) checkNode(value, depth);
      if (field === graph.initializer) checkTensor(value);
      if (field === graph.sparseInitializer) throw invalid('it uses sparse weights');
    });
  };
  forEachField(bytes, (field, value) => {
    if (field === model.functions) throw invalid('it defines functions of its own');
    if (typeof value === 'number') return;
    if (field === model.graph) checkGraph(value, 0);
    if (field === model.opsetImport) version = Math.max(version, readOpset(value));
  });
  if (graphs === 0 || version === 0) throw invalid('it is not an ONNX file');
  return { opset: version, nodes, operators: [...operators].sort() };
}

function readOpset(message: Uint8Array): number {
  let version = 0;
  forEachField(message, (field, value) => {
    if (field === opset.domain) requireDefaultDomain(text(value));
    if (field === opset.version && typeof value === 'number') version = value;
  });
  return version;
}

/** `ai.onnx` is the long name of the default domain. */
function requireDefaultDomain(domain: string): void {
  if (domain !== '' && domain !== 'ai.onnx') {
    throw invalid('it uses operators outside the default domain');
  }
}
