// A person in a box, for previews: who would be who.
import { useTranslation } from 'react-i18next';
import type { Person } from '../../kit/api_gen';
import { Avatar } from '../../kit/avatar';
import { number, shortId } from '../../kit/format';
import { knownName } from '../../kit/names';
import { valueText } from '../../kit/value';
import { IdentifierLine } from './aside';
import styles from './card.module.css';

const IDENTIFIERS = 8;
const TRAITS = 6;

export function PersonCard({ person }: { person: Person }) {
    const { t } = useTranslation();
    const name = knownName(person);
    const traits = Object.entries(person.traits).slice(0, TRAITS);
    const more = person.identifiers.length - IDENTIFIERS;
    return (
        <article className={styles.card}>
            <header className={styles.head}>
                <Avatar id={person.id} name={name} picture={person.traits.avatar} size={34} />
                <div className={styles.names}>
                    <strong className="ms-clip">
                        {name ?? t('name.anonymous', { id: shortId(person.id) })}
                    </strong>
                    <span className="ms-muted ms-small">
                        {t('person.atomEvents', { count: person.events })}
                    </span>
                </div>
            </header>
            <ul className={styles.list}>
                {person.identifiers.slice(0, IDENTIFIERS).map((i) => (
                    <li key={`${i.kind} ${i.value}`}>
                        <IdentifierLine kind={i.kind} value={i.value} />
                    </li>
                ))}
                {more > 0 && <li className="ms-muted">+{number(more)}</li>}
            </ul>
            {traits.length > 0 && (
                <dl className={styles.traits}>
                    {traits.map(([k, v]) => (
                        <div key={k}>
                            <dt className="ms-clip">{k}</dt>
                            <dd className="ms-clip">{valueText(v)}</dd>
                        </div>
                    ))}
                </dl>
            )}
        </article>
    );
}

/** One or two persons beside each other. */
export function PersonCards({ people }: { people: Person[] }) {
    return (
        <div className={styles.cards}>
            {people.map((p) => (
                <PersonCard key={p.id} person={p} />
            ))}
        </div>
    );
}
