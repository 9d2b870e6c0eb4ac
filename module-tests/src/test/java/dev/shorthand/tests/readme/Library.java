package dev.shorthand.tests.readme;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

final class Library {
    record Book(String title, int year) {}

    /** What the server serves. A void method is a notification: nobody waits for it. */
    interface Catalogue {
        List<Book> find(String author);

        void donate(Book book);
    }

    /** What its clients serve: the server calls back. */
    interface Reader {
        void arrived(Book book);
    }

    public static void main(String... args) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            server.serve(Catalogue.class, new Catalogue() {
                @Override
                public List<Book> find(String author) {
                    if (author.equals("Homer")) {
                        return List.of(new Book("Iliad", -750), new Book("Odyssey", -725));
                    }
                    throw new RpcException(404, "nothing by this author", Map.of("author", author));
                }

                @Override
                public void donate(Book book) {
                    server.remote(Reader.class).arrived(book); // to everybody who is connected
                }
            });

            String address = server.transports().get(0).replace("tcpserv:", "tcp:");
            try (Endpoint client =
                    Endpoint.builder().codec("jrpc").transport(address).open()) {
                client.serve(Reader.class, book -> {
                    System.out.println("arrived: " + book);
                    told.countDown();
                });
                Catalogue catalogue = client.remote(Catalogue.class);
                System.out.println(catalogue.find("Homer"));
                try {
                    catalogue.find("Nobody");
                } catch (RemoteException e) {
                    System.out.println(e.code() + ": " + e.getMessage() + " " + e.data());
                }
                catalogue.donate(new Book("Aeneid", -19));
                told.await(10, TimeUnit.SECONDS);
            }
        }
    }
}
