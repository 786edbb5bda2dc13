// What opens by a button and is loaded when that is first wanted, so that no page waits for it.
import {
    cloneElement,
    lazy,
    startTransition,
    Suspense,
    useEffect,
    useRef,
    useState,
    type ComponentType,
    type ReactElement,
} from 'react';

export interface Opened {
    opened: boolean;
    onOpened: (opened: boolean) => void;
    /** The button. */
    children: ReactElement<object>;
}

type LateProps<P> = Omit<P, 'opened' | 'onOpened'> & { children: ReactElement<object> };

function Once({ run }: { run: () => void }) {
    useEffect(run, []);
    return null;
}

/** The component that `load` gives is there closed, and opens then: so it knows its button, and
 *  the focus goes back to that. */
export function late<P extends Opened>(load: () => Promise<{ default: ComponentType<P> }>) {
    const Loaded = lazy(load);
    return function Late(props: LateProps<P>) {
        const [wanted, setWanted] = useState(false);
        const [opened, setOpened] = useState(false);
        const button = useRef<HTMLElement>(null);
        const soon = () => void load();
        const closed = cloneElement(props.children as ReactElement<Record<string, unknown>>, {
            onClick: () => startTransition(() => setWanted(true)),
            onPointerEnter: soon,
            onFocus: soon,
            'aria-haspopup': true,
            'aria-expanded': false,
        });
        const open = () => {
            // It stands in the place of the one that was clicked.
            if (document.activeElement === document.body) button.current?.focus();
            setOpened(true);
        };
        const whole = {
            ...props,
            opened,
            onOpened: setOpened,
            children: cloneElement(props.children as ReactElement<Record<string, unknown>>, {
                ref: button,
            }),
        } as unknown as P;
        return (
            <Suspense fallback={closed}>
                {wanted ? (
                    <>
                        <Loaded {...whole} />
                        <Once run={open} />
                    </>
                ) : (
                    closed
                )}
            </Suspense>
        );
    };
}
