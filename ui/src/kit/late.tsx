// What opens by a button and is loaded when that is first wanted, so that no page waits for it.
import {
    cloneElement,
    lazy,
    Suspense,
    useState,
    type ComponentType,
    type ReactElement,
} from 'react';

interface Opened {
    /** The button. */
    children: ReactElement<object>;
}

/** The component that `load` gives opens by itself when it is first shown. */
export function late<P extends Opened>(load: () => Promise<{ default: ComponentType<P> }>) {
    const Loaded = lazy(load);
    return function Late(props: P) {
        const [wanted, setWanted] = useState(false);
        const soon = () => void load();
        const closed = cloneElement(props.children as ReactElement<Record<string, unknown>>, {
            onClick: () => setWanted(true),
            onPointerEnter: soon,
            onFocus: soon,
            'aria-haspopup': true,
            'aria-expanded': false,
        });
        if (!wanted) return closed;
        return (
            <Suspense fallback={closed}>
                <Loaded {...props} />
            </Suspense>
        );
    };
}
