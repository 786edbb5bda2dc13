// Identifiers that are sent for everybody, and are not counted.
import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../kit/format';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/state';
import { IdentifierLine } from '../person/aside';
import { useConstants, useRelease } from './queries';
import styles from './identity.module.css';

export function Quarantine({ fixed }: { fixed: boolean }) {
    const { t } = useTranslation();
    const query = useConstants();
    const release = useRelease();
    return (
        <Section title={t('identity.quarantined')}>
            {release.error && (
                <Alert color="red" variant="light" role="alert" mb={12}>
                    {release.error.message}
                </Alert>
            )}
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
                                    {!fixed && (
                                        <Button
                                            size="compact-sm"
                                            variant="default"
                                            ml="auto"
                                            loading={
                                                release.isPending && release.variables === i.id
                                            }
                                            onClick={() => release.mutate(i.id)}
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
