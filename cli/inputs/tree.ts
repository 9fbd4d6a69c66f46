import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from "js-yaml";

/** A part of a YAML document, with the place where it begins. */
export interface Node {
    /** Offset in the text. */
    start: number;
    /** The pairs of a mapping, each with where its key begins. Of a key that is there twice the last one counts. */
    pairs?: Map<string, Place>;
    items?: Node[];
    scalar?: ScalarEvent;
}

/** A part of a document as something refers to it: a value by its key, an element of a list by itself. */
export interface Place {
    start: number;
    value: Node;
}

/** The content of a document; nothing where there is none. */
export function treeOf(text: string): Node | undefined {
    const anchors = new Map<string, Node>();
    const open: { node: Node; key?: Place }[] = [];
    let root: Node | undefined;

    const add = (node: Node): void => {
        const holder = open.at(-1);
        if (holder === undefined) root ??= node;
        else if (holder.node.items !== undefined) holder.node.items.push(node);
        else if (holder.key === undefined) holder.key = { start: node.start, value: node };
        else {
            const { start, value: key } = holder.key;
            const name = key.scalar === undefined ? undefined : getScalarValue(text, key.scalar);
            if (name !== undefined) holder.node.pairs?.set(name, { start, value: node });
            holder.key = undefined;
        }
    };
    for (const event of parseEvents(text, { maxDepth: 1000 })) {
        if (event.type === EVENT_ID.DOCUMENT) continue;
        if (event.type === EVENT_ID.POP) {
            open.pop();
            continue;
        }
        const anchor = text.slice(Math.max(event.anchorStart, 0), Math.max(event.anchorEnd, 0));
        if (event.type === EVENT_ID.ALIAS) {
            add({ ...anchors.get(anchor), start: event.anchorStart - 1 });
            continue;
        }
        const own = event.type === EVENT_ID.SCALAR ? startOf(text, event) : event.start;
        const starts = [own, event.anchorStart - 1, event.tagStart].filter((start) => start >= 0);
        const node: Node = { start: Math.min(...starts) };
        if (event.type === EVENT_ID.SCALAR) node.scalar = event;
        else if (event.type === EVENT_ID.MAPPING) node.pairs = new Map();
        else node.items = [];
        if (anchor !== "") anchors.set(anchor, node);
        add(node);
        if (event.type !== EVENT_ID.SCALAR) open.push({ node });
    }
    return root;
}

/** Where a scalar begins: at its quotation mark, or at the sign before a block. */
function startOf(text: string, { valueStart, style }: ScalarEvent): number {
    if (style === SCALAR_STYLE.PLAIN) return valueStart;
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
    const end = text.lastIndexOf("\n", valueStart - 1);
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const sign = text.slice(start, end).search(/[|>][-+\d]*\s*(?:\s#.*)?$/);
    return sign < 0 ? valueStart : start + sign;
}

/** The value of a key, also where a merge key brings it in; of several, the first. */
export function pairOf({ pairs }: Node, key: string, depth = 0): Place | undefined {
    const own = pairs?.get(key);
    const merged = own === undefined && depth < 100 ? pairs?.get("<<")?.value : undefined;
    if (merged === undefined) return own;
    for (const each of merged.items ?? [merged]) {
        const found = pairOf(each, key, depth + 1);
        if (found !== undefined) return found;
    }
    return undefined;
}

/** The text of a scalar; nothing for anything else. */
export function textOf(text: string, node: Node | undefined): string | undefined {
    return node?.scalar === undefined ? undefined : getScalarValue(text, node.scalar);
}
