/** The shape of a variable in storage. */
export type Shape =
  | { readonly kind: 'value'; readonly type: string; readonly size: number }
  | { readonly kind: 'struct'; readonly fields: readonly PlacedField[]; readonly slots: number }
  | { readonly kind: 'mapping'; readonly key: string; readonly value: Shape }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'bytes' }

/** A field of a struct, or of a contract: slots from its beginning, bytes from the low end of the slot. */
export type PlacedField = {
  readonly name: string
  readonly shape: Shape
  readonly slot: number
  readonly offset: number
}

const WORD = 32

/** Lays fields out as Solidity does: packed from the low end, structs, lists and mappings in slots of their own. */
export function layOut(fields: readonly string[]): Extract<Shape, { kind: 'struct' }> {
  const placed: PlacedField[] = []
  let [slot, offset] = [0, 0]
  for (const field of fields) {
    const at = field.lastIndexOf(' ')
    const shape = shapeOf(field.slice(0, at))
    const size = shape.kind === 'value' ? shape.size : WORD
    if (offset > 0 && offset + size > WORD) [slot, offset] = [slot + 1, 0]
    placed.push({ name: field.slice(at + 1), shape, slot, offset })
    if (shape.kind === 'value') offset += size
    else [slot, offset] = [slot + slotsOf(shape), 0]
  }
  return { kind: 'struct', fields: placed, slots: slot + (offset > 0 ? 1 : 0) }
}

export function slotsOf(shape: Shape): number {
  return shape.kind === 'struct' ? Math.max(1, shape.slots) : 1
}

/** Reads a type as the compiler names it, structs and enums with their members in braces. */
function shapeOf(type: string): Shape {
  if (type.endsWith('[]')) return { kind: 'list', item: shapeOf(type.slice(0, -2)) }
  if (type.startsWith('mapping(')) {
    const inner = type.slice('mapping('.length, -1)
    const at = inner.indexOf(' => ')
    return { kind: 'mapping', key: inner.slice(0, at), value: shapeOf(inner.slice(at + ' => '.length)) }
  }
  if (type.startsWith('struct ')) return layOut(split(bodyOf(type)))
  if (type === 'string' || type === 'bytes') return { kind: 'bytes' }
  return { kind: 'value', type: plainType(type), size: sizeOf(plainType(type)) }
}

/** `SeriesId:uint256` is a uint256, a contract an address. */
function plainType(type: string): string {
  if (type.startsWith('contract ')) return 'address'
  if (type.startsWith('enum ')) return `enum ${bodyOf(type)}`
  return type
}

function sizeOf(type: string): number {
  const of = type.slice(type.indexOf(':') + 1)
  if (of.startsWith('enum ')) return 1
  if (of === 'bool') return 1
  if (of === 'address') return 20
  const [, kind, count] = /^(u?int|bytes)(\d+)$/.exec(of) ?? []
  if (count === undefined) throw new RangeError(`no size is known of ${type}`)
  return kind === 'bytes' ? Number(count) : Number(count) / 8
}

function bodyOf(type: string): string {
  return type.slice(type.indexOf('{') + 1, type.lastIndexOf('}'))
}

/** Members at the outermost level. */
function split(body: string): string[] {
  const members: string[] = []
  let [depth, from] = [0, 0]
  for (let i = 0; i < body.length; i++) {
    const letter = body[i]
    if (letter === '{' || letter === '(') depth += 1
    if (letter === '}' || letter === ')') depth -= 1
    if (letter === ',' && depth === 0) {
      members.push(body.slice(from, i).trim())
      from = i + 1
    }
  }
  return [...members, body.slice(from).trim()].filter((member) => member !== '')
}
