// Identifiers that are sent for everybody, and are not counted.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../kit/format';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/state';
import { IdentifierLine } from '../person/aside';
import { useConstants } from './queries';
import styles from './identity.module.css';

export function Quarantine({ release }: { release: ((id: number) => void) | undefined }) {
    const { t } = useTranslation();
    const query = useConstants();
    return (
        <Section title={t('identity.quarantined')}>
            <Answer query={query}>
                {(data) => {
                    const held = data.items.filter((i) => !i.released);
                    if (held.length === 0) {
                        return <p className={styles.note}>{t('identity.quarantinedNone')}</p>;
                    }
                    return (
                        <ul className={styles.rows}>
                            {held.map((i) => (
                                <li key={i.id} className={styles.row}>
                                    <IdentifierLine kind={i.kind} value={i.value} />
                                    <span className="ms-muted">{dateTime(i.since)}</span>
                                    {release && (
                                        <Button
                                            size="compact-sm"
                                            variant="default"
                                            ml="auto"
                                            onClick={() => release(i.id)}
                                        >
                                            {t('identity.release')}
                                        </Button>
                                    )}
                                </li>
                            ))}
                        </ul>
                    );
                }}
            </Answer>
        </Section>
    );
}
