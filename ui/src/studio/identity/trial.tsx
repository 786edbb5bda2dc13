// What rules would do to everybody, as the server judged it on all evidence of the past.
import { Loader } from '@mantine/core';
import { IconArrowMerge, IconArrowRight, IconArrowsSplit2 } from '@tabler/icons-react';
import type { UseMutationResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { IdentityRules, IdentityTrial } from '../../kit/api_gen';
import { number, shortId } from '../../kit/format';
import { Section } from '../../kit/page';
import { Trouble } from '../../kit/state';
import styles from './identity.module.css';

function Result({ data }: { data: IdentityTrial }) {
    const { t } = useTranslation();
    const nothing = data.would_join === 0 && data.would_part === 0;
    return (
        <>
            <div className={styles.figures}>
                <div>
                    <span className={styles.figure}>{number(data.people_now)}</span>
                    <span className="ms-muted">{t('identity.peopleNow')}</span>
                </div>
                <IconArrowRight size={20} aria-hidden className={styles.arrow} />
                <div>
                    <span className={styles.figure}>{number(data.people_then)}</span>
                    <span className="ms-muted">{t('identity.peopleThen')}</span>
                </div>
                <div className={styles.change}>
                    <span>
                        <IconArrowMerge size={16} aria-hidden /> {number(data.would_join)}
                    </span>
                    <span className="ms-muted">{t('identity.wouldJoin')}</span>
                </div>
                <div className={styles.change}>
                    <span>
                        <IconArrowsSplit2 size={16} aria-hidden /> {number(data.would_part)}
                    </span>
                    <span className="ms-muted">{t('identity.wouldPart')}</span>
                </div>
            </div>
            {nothing && <p className={styles.note}>{t('identity.noChange')}</p>}
            {data.too_large_to_say > 0 && (
                <p className={styles.note}>
                    {t('identity.tooLarge', { count: data.too_large_to_say })}
                </p>
            )}
            {data.examples.length > 0 && (
                <>
                    <h3 className={styles.small}>{t('identity.examples')}</h3>
                    <ul className={styles.examples}>
                        {data.examples.map((e) => (
                            <li key={e.person}>
                                <Link
                                    to="/people/$id"
                                    params={{ id: e.person }}
                                    search={{ tab: 'identity' }}
                                    className="ms-mono"
                                >
                                    {shortId(e.person)}
                                </Link>{' '}
                                <span className="ms-tabular">
                                    {t('identity.exampleOne', {
                                        now: e.people_now,
                                        then: e.people_then,
                                    })}
                                </span>
                            </li>
                        ))}
                    </ul>
                </>
            )}
        </>
    );
}

export function Trial({
    trial,
}: {
    trial: UseMutationResult<IdentityTrial, Error, IdentityRules>;
}) {
    const { t } = useTranslation();
    if (trial.isIdle) return null;
    return (
        <div className={styles.trial} role="status">
            <Section title={t('identity.trial')}>
                {trial.isPending && (
                    <span className="ms-muted">
                        <Loader size={14} mr={8} />
                        {t('identity.trying')}
                    </span>
                )}
                {trial.error && <Trouble error={trial.error} />}
                {trial.data && <Result data={trial.data} />}
            </Section>
        </div>
    );
}
