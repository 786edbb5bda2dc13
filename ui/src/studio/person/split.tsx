import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Identities } from '../../kit/api_gen';
import { Answer } from '../../kit/state';
import { DeedDialog } from './deed';
import { IdentifierLine } from './aside';
import { useIdentities } from './queries';
import styles from './deed.module.css';

interface SplitDialogProps {
    id: string;
    /** Chosen beforehand: what lies behind a link. */
    atoms?: string[];
    onClose: () => void;
}

function Atoms({
    data,
    chosen,
    onChange,
}: {
    data: Identities;
    chosen: string[];
    onChange: (atoms: string[]) => void;
}) {
    const { t } = useTranslation();
    return (
        <fieldset className={styles.choices}>
            <legend>{t('person.splitChoose')}</legend>
            {data.atoms.map((a) => (
                <Checkbox
                    key={a.id}
                    className={styles.choice}
                    color="shu"
                    checked={chosen.includes(a.id)}
                    onChange={() =>
                        onChange(
                            chosen.includes(a.id)
                                ? chosen.filter((c) => c !== a.id)
                                : [...chosen, a.id],
                        )
                    }
                    label={
                        <span className={styles.choiceLabel}>
                            {a.identifiers.slice(0, 4).map((i) => (
                                <IdentifierLine
                                    key={`${i.kind} ${i.value}`}
                                    kind={i.kind}
                                    value={i.value}
                                />
                            ))}
                            <span className="ms-muted ms-small">
                                {t('person.atomEvents', { count: a.events })}
                            </span>
                        </span>
                    }
                />
            ))}
        </fieldset>
    );
}

export function SplitDialog({ id, atoms = [], onClose }: SplitDialogProps) {
    const { t } = useTranslation();
    const query = useIdentities(id);
    const [chosen, setChosen] = useState(atoms);
    const [reason, setReason] = useState('');
    const total = query.data?.atoms.length ?? 0;
    const enough = chosen.length > 0 && chosen.length < total;
    const body = { atoms: chosen, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    return (
        <DeedDialog
            title={t('person.splitTitle')}
            about={t('person.splitAbout')}
            submit={t('person.doSplit')}
            onClose={onClose}
            deed={enough ? { what: 'split', id, body } : null}
        >
            <Answer query={query}>
                {(data) => <Atoms data={data} chosen={chosen} onChange={setChosen} />}
            </Answer>
            <Textarea
                label={t('person.splitReason')}
                description={t('person.splitReasonHint')}
                value={reason}
                maxLength={1000}
                autosize
                minRows={2}
                onChange={(e) => setReason(e.currentTarget.value)}
            />
        </DeedDialog>
    );
}
