package dev.shorthand.tests.readme;

import dev.shorthand.kernel.Endpoint;
import java.util.ArrayList;
import java.util.List;

final class Household {
    interface Cook {
        String add(List<String> dough);
    }

    public static void main(String... args) throws Exception {
        try (Endpoint kitchen = Endpoint.builder()
                .codec("jrpc")
                .transport("internal:house:kitchen?objects=true")
                .open()) {
            kitchen.serve(Cook.class, dough -> dough.add("salt") ? "salted" : "as it was");
            try (Endpoint guest = Endpoint.builder()
                    .codec("jrpc")
                    .transport("internal:house?to=kitchen&objects=true")
                    .open()) {
                List<String> dough = new ArrayList<>(List.of("flour", "water"));
                System.out.println(guest.remote(Cook.class).add(dough) + ": " + dough);
            }
        }
    }
}
