// Evidence in words: one tie in full, and all of them as a list (the graph for screen readers).
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowsSplit2, IconLink, IconLinkOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Identities } from '../../kit/api_gen';
import { useKindName } from '../../kit/kinds';
import { tieKey, type Tie } from './evidence';
import styles from './identity.module.css';

interface Deeds {
    splitAt?: (tie: Tie) => void;
    undoLink?: (link: number) => void;
}

export function useTieTitle() {
    const { t } = useTranslation();
    const kindName = useKindName();
    return (x: Tie) =>
        t(`person.because.${x.because}`, {
            kind: x.kind ? kindName(x.kind) : '',
        });
}

export function TieDetail({ tie, splitAt, undoLink }: { tie: Tie } & Deeds) {
    const { t } = useTranslation();
    const title = useTieTitle();
    const held = tie.state === 'held';
    return (
        <div className={styles.tie}>
            <span className={styles.tieIcon} data-held={held || undefined} aria-hidden>
                {held ? <IconLink size={16} /> : <IconLinkOff size={16} />}
            </span>
            <div className={styles.tieText}>
                <strong>{title(tie)}</strong>
                {tie.value && <span className="ms-break"> {tie.value}</span>}
                {tie.evidence && <div>{t('person.words', { text: tie.evidence })}</div>}
                <div className="ms-muted ms-small">
                    {t(`person.verdict.${tie.state}`)}
                    {' · '}
                    {t('person.entry', { seq: tie.seq })}
                </div>
            </div>
            <div className={styles.tieDeeds}>
                {held && splitAt && (
                    <Button
                        variant="default"
                        size="compact-sm"
                        onClick={() => splitAt(tie)}
                        leftSection={<IconArrowsSplit2 size={14} aria-hidden />}
                    >
                        {t('person.splitHere')}
                    </Button>
                )}
                {held && undoLink && tie.because === 'merge' && tie.id !== undefined && (
                    <Button
                        variant="default"
                        size="compact-sm"
                        onClick={() => tie.id !== undefined && undoLink(tie.id)}
                        leftSection={<IconArrowBackUp size={14} aria-hidden />}
                    >
                        {t('person.undoLink')}
                    </Button>
                )}
            </div>
        </div>
    );
}

export function EvidenceList({ data, ...deeds }: { data: Identities } & Deeds) {
    const { t } = useTranslation();
    if (data.links.length === 0) return <p className={styles.none}>{t('person.noLinks')}</p>;
    return (
        <ul className={styles.ties}>
            {data.links.map((x) => (
                <li key={tieKey(x)}>
                    <TieDetail tie={x} {...deeds} />
                </li>
            ))}
        </ul>
    );
}
