// The identity rules: edit, try on everybody, publish, go back.
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition, IdentityRules } from '../../kit/api_gen';
import { Page } from '../../kit/page';
import { useCan } from '../../kit/session';
import { Answer } from '../../kit/state';
import { History, InForce, PublishDialog, Said, SavePublish } from '../definition/parts';
import { equalBodies, useDefinition, useEditing, useReload } from '../definition/queries';
import { KindTable, PersonLimits } from './form';
import { Quarantine } from './quarantine';
import { RULES, useRelease, useTrial } from './queries';
import { asRules } from './rules';
import { Trial } from './trial';

function useRules(before: Definition | null) {
    const editing = useEditing<IdentityRules>(RULES, before, {});
    const { body } = editing;
    const [triedRules, setTried] = useState<IdentityRules | null>(null);
    const trial = useTrial();
    return {
        ...editing,
        trial,
        tried: triedRules !== null && equalBodies(triedRules, body),
        tryOut: () => trial.mutate(body, { onSuccess: () => setTried(body) }),
    };
}

function View({ before, reload }: { before: Definition | null; reload: () => void }) {
    const { t } = useTranslation();
    const writes = useCan()('definitions:write');
    const e = useRules(before);
    const release = useRelease();
    const [asking, askingIs] = useDisclosure(false);
    return (
        <Page
            title={t('identity.title')}
            about={t('identity.about')}
            actions={
                <>
                    <Button
                        variant="default"
                        loading={e.trial.isPending}
                        onClick={e.tryOut}
                        leftSection={<IconFlask size={16} aria-hidden />}
                    >
                        {t('identity.try')}
                    </Button>
                    {writes && (
                        <SavePublish
                            changed={e.changed}
                            differs={e.differs}
                            saving={e.change.save.isPending}
                            onSave={e.save}
                            onPublish={askingIs.open}
                        />
                    )}
                </>
            }
        >
            <InForce
                before={before}
                none={t('identity.builtIn')}
                discard={writes ? e.discard : undefined}
            />
            <Said error={e.error} text={e.text} reload={reload} />
            <Trial trial={e.trial} />
            <KindTable
                rules={e.body}
                inForce={asRules(before?.published)}
                onChange={e.edit}
                fixed={!writes}
            />
            <PersonLimits rules={e.body} onChange={e.edit} fixed={!writes} />
            <Quarantine release={writes ? (id) => release.mutate(id) : undefined} />
            <History
                at={RULES}
                current={before?.version ?? null}
                rollback={writes ? e.rollback : undefined}
            />
            {asking && (
                <PublishDialog
                    title={t('identity.publishTitle')}
                    text={t('identity.publishText')}
                    warning={!e.tried && t('identity.tryFirst')}
                    of={e}
                    onClose={askingIs.close}
                />
            )}
        </Page>
    );
}

export default function IdentityRulesPage() {
    const query = useDefinition(RULES);
    const { key, reload } = useReload(query);
    return (
        <Answer query={query}>
            {(d) => <View key={key} before={d} reload={reload} />}
        </Answer>
    );
}
