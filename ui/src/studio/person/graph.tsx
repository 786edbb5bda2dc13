// The identity graph. Drawn by React Flow, which only this file loads.
import '@xyflow/react/dist/base.css';
import {
    BaseEdge,
    Controls,
    EdgeLabelRenderer,
    getBezierPath,
    Handle,
    Position,
    ReactFlow,
    type ReactFlowInstance,
    type Edge,
    type EdgeProps,
    type Node,
    type NodeProps,
} from '@xyflow/react';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Identities } from '../../kit/api_gen';
import { number } from '../../kit/format';
import { IdentifierLine } from './aside';
import { BOX_WIDTH, bonds, boxHeight, labelShifts, place, type Atom, type Bond } from './evidence';
import { useTieTitle } from './evidence_list';
import styles from './graph.module.css';

type AtomNode = Node<{ atom: Atom }, 'atom'>;
type BondEdge = Edge<
    { bond: Bond; title: string; down: number; onChoose: (b: Bond) => void },
    'bond'
>;

/** Where a tie ends that comes from a box of the same column. */
const SIDE = 'side';

function AtomBox({ data }: NodeProps<AtomNode>) {
    const { t } = useTranslation();
    const { atom } = data;
    const named = atom.identifiers.some((i) => i.role === 'account');
    return (
        <div className={styles.box} data-named={named || undefined} style={{ width: BOX_WIDTH }}>
            <Handle type="target" position={Position.Left} className={styles.handle} />
            <div className={styles.boxHead}>
                <span>{named ? t('person.atom') : t('person.atomNameless')}</span>
                <span className="ms-tabular" title={t('person.events')}>
                    {number(atom.events)}
                </span>
            </div>
            {atom.identifiers.slice(0, 4).map((i) => (
                <div
                    key={`${i.kind} ${i.value}`}
                    className={styles.line}
                    data-refused={i.state !== 'held' || undefined}
                >
                    <IdentifierLine kind={i.kind} value={i.value} />
                </div>
            ))}
            <Handle type="source" position={Position.Right} className={styles.handle} />
            <Handle id={SIDE} type="target" position={Position.Right} className={styles.handle} />
        </div>
    );
}

/** Two boxes of one column are tied around what stands between them, not behind it. */
function around({ sourceX: x, sourceY: from, targetX, targetY: to }: EdgeProps<BondEdge>) {
    const out = 48 + Math.abs(to - from) / 10;
    const path = `M${x},${from} C${x + out},${from} ${targetX + out},${to} ${targetX},${to}`;
    return [path, x + out * 0.75, (from + to) / 2] as const;
}

function BondLine(p: EdgeProps<BondEdge>) {
    const beside = p.targetHandleId === SIDE;
    const [path, x, y] = beside ? around(p) : getBezierPath(p);
    const from = beside ? '-14px' : '-50%'; // to the right of the line, or on it
    if (!p.data) return null;
    const { bond, title, down, onChoose } = p.data;
    const first = bond.ties[0];
    const held = first?.state === 'held';
    return (
        <>
            <BaseEdge
                path={path}
                interactionWidth={18}
                className={held ? styles.held : styles.refused}
            />
            <EdgeLabelRenderer>
                <button
                    type="button"
                    className={`nodrag nopan ${styles.label}`}
                    data-refused={!held || undefined}
                    aria-pressed={p.selected ?? false}
                    style={{
                        transform: `translate(${from}, -50%) translate(${x}px, ${y + down}px)`,
                    }}
                    onClick={() => onChoose(bond)}
                >
                    <span>{title}</span>
                    {first?.value && <span className={styles.labelValue}>{first.value}</span>}
                    {bond.ties.length > 1 && <span>+{bond.ties.length - 1}</span>}
                </button>
            </EdgeLabelRenderer>
        </>
    );
}

const nodeTypes = { atom: AtomBox };
const edgeTypes = { bond: BondLine };
const FIT = { padding: 0.08, maxZoom: 1 };
/** With ties beside the boxes: these and their labels stand out on the right. */
const FIT_BESIDE = { ...FIT, padding: { y: 0.08, left: 0.08, right: '180px' } } as const;
const HEIGHT_MIN = 260;
const HEIGHT_MAX = 560;

interface GraphProps {
    data: Identities;
    chosen: Bond | null;
    onChoose: (bond: Bond) => void;
}

export default function Graph({ data, chosen, onChoose }: GraphProps) {
    const { t } = useTranslation();
    const title = useTieTitle();
    const [flow, setFlow] = useState<ReactFlowInstance<AtomNode, BondEdge> | null>(null);
    const { ref, width } = useElementSize();
    const placed = useMemo(() => place(data), [data]);
    const nodes: AtomNode[] = placed.map((p) => ({
        id: p.atom.id,
        type: 'atom',
        position: { x: p.x, y: p.y },
        data: { atom: p.atom },
    }));
    const left = new Map(placed.map((p) => [p.atom.id, p.x]));
    const all = bonds(data);
    const shifts = labelShifts(placed, all);
    const edges: BondEdge[] = all
        .filter((b) => left.has(b.from) && left.has(b.to))
        .map((bond) => {
            const [a, b] = [left.get(bond.from) ?? 0, left.get(bond.to) ?? 0];
            const back = a > b;
            const first = bond.ties[0];
            return {
                id: bond.id,
                type: 'bond',
                selected: bond.id === chosen?.id,
                source: back ? bond.to : bond.from,
                target: back ? bond.from : bond.to,
                ...(a === b ? { targetHandle: SIDE } : {}),
                data: {
                    bond,
                    title: first ? title(first) : '',
                    down: shifts.get(bond.id) ?? 0,
                    onChoose,
                },
            };
        });
    const fit = edges.some((e) => e.targetHandle) ? FIT_BESIDE : FIT;
    useEffect(() => {
        if (width > 0) void flow?.fitView(fit);
    }, [flow, width, data, fit]);
    const tall = Math.max(...placed.map((p) => p.y + boxHeight(p.atom)), 0) * 2 + 80;
    const height = Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, tall));
    return (
        <div
            ref={ref}
            className={styles.canvas}
            style={{ height }}
            role="group"
            aria-label={t('person.graph')}
        >
            <ReactFlow
                nodes={nodes}
                edges={edges}
                nodeTypes={nodeTypes}
                edgeTypes={edgeTypes}
                fitView
                fitViewOptions={fit}
                onInit={setFlow}
                minZoom={0.15}
                nodesDraggable={false}
                nodesConnectable={false}
                nodesFocusable={false}
                edgesFocusable={false}
                elementsSelectable={false}
                preventScrolling={false}
                zoomOnScroll={false}
            >
                <Controls position="top-right" orientation="horizontal" showInteractive={false} />
            </ReactFlow>
        </div>
    );
}
