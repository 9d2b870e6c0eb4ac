package dev.shorthand.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Says which versions of Shorthand and Java these are. Holds nothing. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        // The descriptor has it on the module path, the jar's manifest on the class path.
        String version = Optional.ofNullable(Main.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(Main.class.getPackage().getImplementationVersion()))
                .orElse("(unpacked)");
        return new String[] {"shorthand " + version, "Java " + Runtime.version()};
    }
}
