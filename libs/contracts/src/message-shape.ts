// What a message type looks like on the wire, read off the descriptors that come with the loaded
// protos: for checks that walk bytes, and for tests that walk every field.
import type {
  EnumTypeDefinition,
  MessageTypeDefinition,
  PackageDefinition,
} from '@grpc/proto-loader';
import { invariant } from '@member-mesh/kernel';

export interface FieldShape {
  /** As the proto has it, such as "member_id". */
  readonly name: string;
  /** As decoded messages have it, such as "memberId". */
  readonly key: string;
  readonly number: number;
  /** The descriptor's word without its prefix, such as "STRING" or "INT64". */
  readonly type: string;
  readonly repeated: boolean;
  /** Of a field that holds messages; a map's are its entries. */
  readonly message: MessageShape | undefined;
  /** Of an enum: its names in full, such as "MODE_SHADOW", in the order of their numbers. */
  readonly names: readonly string[];
}

export interface MessageShape {
  /** The full name, such as "member.v1.AccountRef". */
  readonly name: string;
  /** A map's entry: its fields are "key" and "value". */
  readonly isEntry: boolean;
  readonly fields: ReadonlyMap<number, FieldShape>;
}

interface WireField {
  name: string;
  number: number;
  label: string;
  type: string;
  typeName: string;
}

interface WireEnum {
  name: string;
  value: { name: string; number: number }[];
}

interface WireMessage {
  name: string;
  field: WireField[];
  nestedType: WireMessage[];
  enumType: WireEnum[];
  options: { mapEntry?: boolean } | null;
}

/** Shapes of one set of protos; each type is read once. */
export class MessageShapes {
  readonly #definitions: PackageDefinition;
  readonly #known = new Map<string, MessageShape>();

  constructor(definitions: PackageDefinition) {
    this.#definitions = definitions;
  }

  /** The request of a method, which lies in the package of its service or a package around it. */
  ofRequest(method: { path: string; requestType?: unknown }): MessageShape {
    const { type } = method.requestType as { type: { name: string } };
    return this.#find(method.path.split('/')[1] ?? '', type.name);
  }

  /** The message of this full name, such as "flow.v1.Rule". Throws when there is none. */
  of(name: string): MessageShape {
    return this.#find('', name);
  }

  #find(scope: string, typeName: string): MessageShape {
    const name = scope === '' ? typeName : `${scope}.${typeName}`;
    const definition = this.#definitions[name];
    const type = (definition as MessageTypeDefinition<object, object> | undefined)?.type;
    if (type && 'field' in type) return this.#shape(name, type as unknown as WireMessage);
    invariant(scope !== '', `${typeName} is in none of the protos`);
    return this.#find(scope.includes('.') ? scope.slice(0, scope.lastIndexOf('.')) : '', typeName);
  }

  #shape(name: string, wire: WireMessage): MessageShape {
    const known = this.#known.get(name);
    if (known) return known;
    const fields = new Map<number, FieldShape>();
    const shape = { name, isEntry: wire.options?.mapEntry === true, fields };
    // Known before its fields are: a message may hold itself.
    this.#known.set(name, shape);
    for (const field of wire.field) {
      fields.set(field.number, {
        name: field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        key: field.name,
        number: field.number,
        type: field.type.replace('TYPE_', ''),
        repeated: field.label === 'LABEL_REPEATED',
        message: field.type === 'TYPE_MESSAGE' ? this.#inner(name, wire, field) : undefined,
        names: field.type === 'TYPE_ENUM' ? this.#namesOf(name, wire, field) : [],
      });
    }
    return shape;
  }

  #inner(name: string, wire: WireMessage, { typeName }: WireField): MessageShape {
    const nested = wire.nestedType.find((type) => type.name === typeName);
    return nested ? this.#shape(`${name}.${typeName}`, nested) : this.#find(name, typeName);
  }
  /** An enum lies in its message, in one around it or in the package. */
  #namesOf(scope: string, wire: WireMessage, { typeName }: WireField): string[] {
    const nested = wire.enumType.find((type) => type.name === typeName);
    const type = nested ?? this.#enumAround(scope, typeName);
    return type.value.toSorted((one, other) => one.number - other.number).map(({ name }) => name);
  }

  #enumAround(scope: string, typeName: string): WireEnum {
    const around = scope.slice(0, Math.max(0, scope.lastIndexOf('.')));
    const definition = this.#definitions[around === '' ? typeName : `${around}.${typeName}`];
    const type = (definition as EnumTypeDefinition | undefined)?.type;
    if (type && 'value' in type) return type as unknown as WireEnum;
    invariant(around !== '', `${typeName} is in none of the protos`);
    return this.#enumAround(around, typeName);
  }
}
