/**
 * Binds Java interfaces to remote methods: plain ones, which the kernel then serves and calls, and two-way APIs.
 *
 * <p>The kernel finds it as a service. Where all calls are made and handled by name it can be left out.
 */
module dev.shorthand.binding {
    requires transitive dev.shorthand.kernel;
    requires org.slf4j;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // Two-way APIs, and marks such as @Named. Plain interfaces need nothing from here but that it is there.
    exports dev.shorthand.binding;

    provides dev.shorthand.kernel.spi.Binder with
            dev.shorthand.binding.types.ReflectiveBinder;
}
