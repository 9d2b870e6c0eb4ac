package dev.shorthand.tests.readme;

import dev.shorthand.binding.Api;
import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Outgoing;
import dev.shorthand.kernel.Endpoint;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

final class Chatroom {
    /** The contract, as a client sees it; the server has it inverted. */
    interface Chat {
        @Outgoing
        String join(String name);

        /** Refused here if it is blank, before it is sent. */
        @Outgoing
        default void say(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("say something");
            }
        }

        @Incoming
        void said(String text);
    }

    public static void main(String... args) throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            Api<Chat> room = Api.inverted(server, Chat.class);
            room.on(Chat::join, name -> "Welcome, " + name);
            room.on(Chat::say, text -> room.toAll().said(text));

            String address = server.transports().get(0).replace("tcpserv:", "tcp:");
            try (Endpoint client =
                    Endpoint.builder().codec("jrpc").transport(address).open()) {
                CountDownLatch heard = new CountDownLatch(1);
                Api<Chat> chat = Api.of(client, Chat.class);
                chat.on(Chat::said, text -> {
                    System.out.println("All hear: " + text);
                    heard.countDown();
                });

                System.out.println(chat);
                System.out.println(chat.toAll().join("Ada"));
                chat.toAll().say("Hello");
                heard.await(10, TimeUnit.SECONDS);
                try {
                    chat.toAll().say(" ");
                } catch (IllegalArgumentException e) {
                    System.out.println("Not sent: " + e.getMessage());
                }
            }
        }
    }
}
