package dev.rapport.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C. The JDK has no supported interface to it; {@code sun.misc.Signal} of {@code jdk.unsupported} is what all use, and by
 * reflection, since the compiler warns of it and our warnings are errors.
 */
final class Interrupts {
    private Interrupts() {}

    /** Runs the handler, on a thread of its own, at each Ctrl-C, which then no longer ends the program. Without one, it still does. */
    static void handle(Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {handlers}, (_, method, _) -> {
                        if (method.getName().equals("handle")) { // nothing else of it is ever called
                            handler.run();
                        }
                        return null;
                    });
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            signal.getMethod("handle", signal, handlers).invoke(null, interrupt, proxy);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            System.err.println("Ctrl-C will end the program: " + e);
        }
    }
}
