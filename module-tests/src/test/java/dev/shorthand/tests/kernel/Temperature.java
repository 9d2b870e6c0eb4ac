package dev.shorthand.tests.kernel;

/** What travels by way of a service: as a number, and not as a record. */
public record Temperature(double degrees) {}
