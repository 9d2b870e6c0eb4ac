package dev.shorthand.tests.kernel;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class of the tests as a program of its own. */
public final class ChildProgram {
    private ChildProgram() {}

    /** Returns the command that runs a class in another JVM, with all that is here on its class path. */
    public static List<String> of(Class<?> main, String... arguments) throws URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(List.of("-cp", everything(main), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    // Wherever Surefire has it.
    private static String everything(Class<?> main) throws URISyntaxException {
        Path here =
                Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Stream.of(
                        here.toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("surefire.real.class.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
