// Why this is one person: the graph and, with the same content, the list; what was refused; splits.
import { Badge, Button, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Identities } from '../../kit/api_gen';
import { shortId } from '../../kit/format';
import { Section } from '../../kit/page';
import { usePhone } from '../../kit/phone';
import { useCan } from '../../kit/session';
import { Answer, ListSkeleton } from '../../kit/state';
import { IdentifierLine } from './aside';
import { DeedDialog } from './deed';
import { behind, bonds, tieKey, type Tie } from './evidence';
import { EvidenceList, TieDetail } from './evidence_list';
import { useIdentities, type Deed } from './queries';
import { SplitDialog } from './split';
import styles from './identity.module.css';

const Graph = lazyRouteComponent(() => import('./graph'));
/** More boxes than this nobody reads as a picture. */
const DRAWN_MAX = 120;

type Doing = { what: 'split'; atoms: string[] } | { what: 'undo'; deed: Deed } | null;

function Refusals({ data }: { data: Identities }) {
    const { t } = useTranslation();
    const refused = data.atoms.flatMap((a) =>
        a.identifiers.filter((i) => i.state !== 'held').map((i) => ({ ...i, atom: a.id })),
    );
    return (
        <Section title={t('person.refusals')} about={t('person.refusalsAbout')}>
            {refused.length === 0 && <p className={styles.quiet}>{t('person.noRefusals')}</p>}
            <ul className={styles.rows}>
                {refused.map((r) => (
                    <li key={`${r.atom} ${r.kind} ${r.value}`} className={styles.row}>
                        <IdentifierLine kind={r.kind} value={r.value} />
                        <span className={styles.verdict}>{t(`person.verdict.${r.state}`)}</span>
                        <span className="ms-muted ms-small">
                            {t('person.entry', { seq: r.since_seq })}
                        </span>
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function Cuts({ data, onUndo }: { data: Identities; onUndo?: (cut: number) => void }) {
    const { t } = useTranslation();
    if (data.cuts.length === 0) return null;
    return (
        <Section title={t('person.cuts')}>
            <ul className={styles.rows}>
                {data.cuts.map((c) => (
                    <li key={c.id} className={styles.cut}>
                        <div className={styles.cutHead}>
                            <Badge variant="light" color={c.in_force ? 'shu' : 'gray'} tt="none">
                                {c.in_force ? t('person.cutInForce') : t('person.cutUndone')}
                            </Badge>
                            <span className="ms-break">{c.reason}</span>
                            {c.in_force && onUndo && (
                                <Button
                                    variant="default"
                                    size="compact-sm"
                                    ml="auto"
                                    leftSection={<IconArrowBackUp size={14} aria-hidden />}
                                    onClick={() => onUndo(c.id)}
                                >
                                    {t('person.undoCut')}
                                </Button>
                            )}
                        </div>
                        <div className={styles.sides} aria-label={t('person.cutSides')}>
                            {c.sides.map((side, i) => (
                                <ul key={i} className={styles.side}>
                                    {side.slice(0, 6).map((s, n) => (
                                        <li key={n} className="ms-clip">
                                            {s.kind && s.value ? (
                                                <IdentifierLine kind={s.kind} value={s.value} />
                                            ) : (
                                                <span className="ms-mono">
                                                    {shortId(s.atom ?? '')}
                                                </span>
                                            )}
                                        </li>
                                    ))}
                                </ul>
                            ))}
                        </div>
                    </li>
                ))}
            </ul>
        </Section>
    );
}

function View({ id, data }: { id: string; data: Identities }) {
    const { t } = useTranslation();
    const writes = useCan()('people:write');
    const small = data.atoms.length <= DRAWN_MAX;
    // On a telephone the boxes would be too small to read: the picture is a choice there.
    const phone = usePhone();
    const [chosenHow, setHow] = useState<string | null>(null);
    const how = chosenHow ?? (small && !phone ? 'graph' : 'list');
    const [chosen, setChosen] = useState<string | null>(null);
    const bond = bonds(data).find((b) => b.id === chosen) ?? null;
    const [doing, setDoing] = useState<Doing>(null);
    const close = () => setDoing(null);
    const deeds = writes && {
        splitAt: (x: Tie) => setDoing({ what: 'split', atoms: behind(data, x) }),
        undoLink: (link: number) => setDoing({ what: 'undo', deed: { what: 'undo_link', link } }),
    };
    return (
        <>
            <Section
                title={t('person.graph')}
                about={t('person.graphAbout')}
                flush
                actions={
                    small && (
                        <SegmentedControl
                            size="xs"
                            value={how}
                            onChange={setHow}
                            data={[
                                { value: 'graph', label: t('person.graphPicture') },
                                { value: 'list', label: t('person.graphList') },
                            ]}
                        />
                    )
                }
            >
                {how === 'graph' && small ? (
                    <Suspense fallback={<ListSkeleton />}>
                        <Graph data={data} chosen={bond} onChoose={(b) => setChosen(b.id)} />
                        <div role="status">
                            {bond?.ties.map((x) => (
                                <TieDetail key={tieKey(x)} tie={x} {...(deeds || {})} />
                            ))}
                        </div>
                    </Suspense>
                ) : (
                    <EvidenceList data={data} {...(deeds || {})} />
                )}
            </Section>
            <Refusals data={data} />
            <Cuts
                data={data}
                {...(writes && {
                    onUndo: (cut: number) =>
                        setDoing({ what: 'undo', deed: { what: 'undo_cut', cut } }),
                })}
            />
            {doing?.what === 'split' && (
                <SplitDialog id={id} atoms={doing.atoms} onClose={close} />
            )}
            {doing?.what === 'undo' && (
                <DeedDialog
                    title={t('person.undoTitle')}
                    about={t('person.undoAbout')}
                    deed={doing.deed}
                    submit={t('person.doUndo')}
                    onClose={close}
                />
            )}
        </>
    );
}

export default function Identity({ id }: { id: string }) {
    const query = useIdentities(id);
    useEffect(() => void Graph.preload?.(), []); // while the answer is on its way
    return <Answer query={query}>{(data) => <View id={id} data={data} />}</Answer>;
}
