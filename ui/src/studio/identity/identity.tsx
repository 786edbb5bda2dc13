// The identity rules: edit, try on everybody, publish, go back.
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition, IdentityRules } from '../../kit/api_gen';
import { Page } from '../../kit/page';
import { useCan } from '../../kit/session';
import {
    Edited,
    History,
    InForce,
    PublishDialog,
    Said,
    SavePublish,
    type Again,
} from '../definition/parts';
import { equalBodies, useEditing } from '../definition/queries';
import { KindTable, PersonLimits } from './form';
import { Quarantine } from './quarantine';
import { RULES, useTrial } from './queries';
import { readRules } from './rules';
import { Trial } from './trial';

function useRules(now: Definition | null) {
    const editing = useEditing<IdentityRules>(RULES, now, readRules);
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

function View({ now, again }: { now: Definition | null; again: Again }) {
    const { t } = useTranslation();
    const fixed = !useCan()('definitions:write');
    const e = useRules(now);
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
                    {!fixed && <SavePublish of={e} onPublish={askingIs.open} />}
                </>
            }
        >
            <InForce of={e} none={t('identity.builtIn')} fixed={fixed} />
            <Said of={e} again={again} />
            <Trial trial={e.trial} />
            <KindTable
                rules={e.body}
                inForce={readRules(e.base?.published ?? {})}
                onChange={e.edit}
                fixed={fixed}
            />
            <PersonLimits rules={e.body} onChange={e.edit} fixed={fixed} />
            <Quarantine fixed={fixed} />
            <History at={RULES} of={e} text={t('identity.publishText')} fixed={fixed} />
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
    return <Edited at={RULES}>{(now, again) => <View now={now} again={again} />}</Edited>;
}
