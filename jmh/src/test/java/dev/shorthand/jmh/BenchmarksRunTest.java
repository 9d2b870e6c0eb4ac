package dev.shorthand.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks still run: once each, for a moment, with no look at the time. They reach into what others change. */
class BenchmarksRunTest {
    @Test
    void everyBenchmarkGivesAResult() throws RunnerException {
        // Another build on this machine may be at the same; nobody looks at the time.
        System.setProperty("jmh.ignoreLock", "true");
        var moment = new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Set<String> ran = new Runner(moment)
                .run().stream()
                        .map(result -> result.getParams().getBenchmark().replaceFirst(".*\\.(\\w+)\\.\\w+$", "$1"))
                        .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "JrpcBenchmark",
                        "TerseBenchmark",
                        "MsgpackBenchmark",
                        "MsgpackFramingBenchmark",
                        "FramingBenchmark",
                        "DispatchBenchmark"),
                ran);
    }

    @ParameterizedTest
    @EnumSource
    void wholeCallsAreMeasuredInEachCase(Load load) throws Exception {
        Contest contest = new Contest(load, 32);
        contest.run(LoopbackOptions.parse(
                "--seconds", "0.01", "--rounds", "1", "--warmup", "100", "--warmup-seconds", "0.01"));
        assertTrue(contest.raw(Load.Sample::perSecond) > 0);
        assertTrue(contest.shorthand(Load.Sample::perSecond) > 0);
    }
}
