package dev.shorthand.tests.readme;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Execution;
import dev.shorthand.transport.net.Callbacks;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class Desk {
    interface Bell {
        String ring(String guest);
    }

    public static void main(String... args) throws Exception {
        BlockingQueue<byte[]> there = new ArrayBlockingQueue<>(100);
        BlockingQueue<byte[]> back = new ArrayBlockingQueue<>(100);
        ExecutorService porter = Executors.newSingleThreadExecutor(work -> new Thread(work, "the porter"));
        try (Endpoint desk = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Callbacks.of(there::take, back::put).open())
                        .execution(Execution.on(porter))
                        .open();
                Endpoint hall = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Callbacks.of(back::take, there::put).open())
                        .open()) {
            desk.serve(
                    Bell.class,
                    guest -> guest + " is seen by " + Thread.currentThread().getName());
            System.out.println(hall.remote(Bell.class).ring("Ann"));
        } finally {
            porter.shutdown();
        }
    }
}
