// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.virtual.Input;
import dev.millrace.wire.Correction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What arrives in a world, and when: requests, the same again, controls, garbage. */
final class Traffic {
  private static final List<byte[]> GARBAGE =
      List.of(
          new byte[0],
          "garbage".getBytes(StandardCharsets.UTF_8),
          "{\"tenant\":7}".getBytes(StandardCharsets.UTF_8),
          new byte[] {0, 0, 0, 0, 99, 1, 2},
          new byte[] {0, 0, 0});

  private final Dice dice;
  private final Timeline timeline;
  private final Wire wire;
  private final Faults faults;
  private final Consumer<Input> arrivals;
  private final Inquirer inquirer;
  private final Map<String, Request> sent = new LinkedHashMap<>();

  Traffic(Dice dice, Timeline timeline, Wire wire, Faults faults, Consumer<Input> arrivals) {
    this.dice = dice;
    this.timeline = timeline;
    this.wire = wire;
    this.faults = faults;
    this.arrivals = arrivals;
    this.inquirer = new Inquirer(dice, faults);
  }

  /** Plans all of it. */
  void plan() {
    int requests = 25 + dice.below(50);
    long spanMs = dice.pick(List.of(200L, 1_000L, 10_000L, 60_000L));
    for (int number = 0; number < requests; number++) {
      plan("r" + number, dice.between(0, spanMs));
    }
    if (dice.oneIn(6, "cancelled", "called_off")) {
      timeline.after(dice.skewed(0, spanMs * 2), () -> callOff(1));
    }
    for (int number = dice.below(4); number > 0; number--) {
      timeline.after(dice.between(0, spanMs), this::garbage);
    }
    for (int number = dice.oneIn(3) ? 1 + dice.below(6) : 0; number > 0; number--) {
      String id = "c" + dice.below(number + 1); // Some come again.
      timeline.after(dice.between(0, spanMs * 2), () -> correct(id));
    }
  }

  private void plan(String id, long atMs) {
    Request request = inquirer.ask(id, timeline.wallMs() + atMs);
    boolean json = dice.oneIn(3);
    timeline.after(atMs, () -> send(request, json));
    for (int time = dice.oneIn(5) ? 1 + dice.below(3) : 0; time > 0; time--) {
      timeline.after(
          atMs + dice.pick(List.of(0L, 500L, 20_000L, 70_000L)),
          () -> {
            faults.count(Fault.REPEATED_REQUEST);
            send(request, json);
          });
    }
    for (int time = dice.oneIn(6, "cancelled", "called_off") ? 1 + dice.below(2) : 0;
        time > 0;
        time--) {
      timeline.after(atMs + dice.skewed(0, 10_000), () -> control(request));
    }
    for (int time = dice.oneIn(2) ? 1 + dice.below(3) : 0; time > 0; time--) {
      timeline.after(atMs + dice.skewed(0, 8_000), () -> permit(request));
    }
  }

  private void send(Request request, boolean json) {
    if (!request.getTenant().isBlank() && !request.getRequestId().isBlank()) {
      sent.put(request.getRequestId(), request);
    }
    arrivals.accept(wire.request(request, json, key(request.getTenant()), timeline.wallMs()));
  }

  private byte @Nullable [] key(String tenant) {
    if (dice.oneIn(40)) {
      return dice.oneIn(2) ? null : Wire.key("other");
    }
    return Wire.key(tenant);
  }

  private void control(Request request) {
    boolean foreign = dice.oneIn(4);
    boolean bad = dice.oneIn(10);
    faults.count(bad ? Fault.BAD_CONTROL : foreign ? Fault.FOREIGN_CANCEL : Fault.CANCEL);
    boolean byRun = dice.oneIn(2);
    RunId run = RunId.of(request.getTenant(), request.getRequestId());
    ControlEvent.Builder event =
        ControlEvent.newBuilder()
            .setTenant(foreign ? "mallory" : request.getTenant())
            .setKind(bad && dice.oneIn(2) ? "explode" : "cancel")
            .setReason("not needed");
    if (!bad) {
      event.setRunId(byRun ? run.value() : "").setRequestId(byRun ? "" : request.getRequestId());
    }
    arrivals.accept(wire.control(event.build(), timeline.wallMs()));
  }

  /** Most come to runs that wait for no permission. */
  private void permit(Request request) {
    ControlEvent.Builder event =
        ControlEvent.newBuilder()
            .setControlId("c" + dice.below(4))
            .setTenant(dice.oneIn(8) ? "mallory" : request.getTenant())
            .setKind(dice.oneIn(5) ? "stop" : "continue")
            .setRequestId(request.getRequestId())
            .setReason("it is " + dice.below(3));
    if (dice.oneIn(2)) {
      event.setToolCalls(Long.valueOf(dice.below(3))).setModelCalls(Long.valueOf(dice.below(3)));
      event.setSteps(Long.valueOf(dice.below(3)));
    }
    if (dice.oneIn(2)) {
      event.setMoneyNanos(dice.between(0, 50_000_000)).setTokens(dice.skewed(0, 5_000));
    }
    arrivals.accept(wire.control(event.build(), timeline.wallMs()));
  }

  private void correct(String id) {
    faults.count(Fault.CORRECTION);
    ControlEvent correction =
        ControlEvent.newBuilder()
            .setControlId(id)
            .setTenant(dice.pick(Inquirer.TENANTS))
            .setKind(Correction.CONTROL)
            .setRequestId(dice.oneIn(20) ? "" : "r" + dice.below(25))
            .setUser(dice.pick(Inquirer.USERS))
            .setRoute(dice.pick(List.of("", "", "people", "help", "nowhere")))
            .setWorkloadClass(dice.pick(List.of("", "background")))
            .setAmountNanos(dice.between(-2_000_000, 1_000_000))
            .setCurrency(dice.pick(List.of("", "", "", "XTS")))
            .build();
    arrivals.accept(wire.control(correction, timeline.wallMs()));
  }

  /** Of what was asked since the last time, one in so many is called off at once. */
  void callOff(int oneIn) {
    for (Request request : List.copyOf(sent.values())) {
      if (dice.oneIn(oneIn)) {
        faults.count(Fault.CANCEL);
        ControlEvent cancel =
            ControlEvent.newBuilder()
                .setTenant(request.getTenant())
                .setKind("cancel")
                .setReason("too slow")
                .setRunId("")
                .setRequestId(request.getRequestId())
                .build();
        arrivals.accept(wire.control(cancel, timeline.wallMs()));
      }
    }
    sent.clear();
  }

  private void garbage() {
    faults.count(Fault.UNREADABLE_RECORD);
    byte[] value = dice.oneIn(6) ? null : dice.pick(GARBAGE);
    byte[] key = dice.oneIn(2) ? null : Wire.key("acme");
    arrivals.accept(
        dice.oneIn(3)
            ? wire.controlBytes(key, value, timeline.wallMs())
            : wire.requestBytes(key, value, timeline.wallMs()));
  }
}
