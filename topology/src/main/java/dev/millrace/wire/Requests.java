// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import dev.millrace.call.WellFormed;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.WorkloadClasses;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.Ending;
import dev.millrace.run.RecordKey;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunFacts.CacheUse;
import dev.millrace.run.RunId;
import dev.millrace.run.RunStatus;
import dev.millrace.schemas.CacheDirectives;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.RequestMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests: whether they can be let in, and what they ask. */
public final class Requests {
  private static final int MOST_ID_CHARS = 256;
  private final Pipeline pipeline;

  public Requests(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Why a request cannot be let in; empty if it can.
   *
   * @param bytes of its record's value
   */
  public Optional<Ending> mistake(Request request, int bytes, long nowMs) {
    if (request.getTenant().isBlank()) {
      return rejected("tenant_missing", "A request needs a tenant.");
    }
    if (request.getRequestId().isBlank()) {
      return rejected("request_id_missing", "A request needs a request_id.");
    }
    if (ids(request).anyMatch(id -> id.length() > MOST_ID_CHARS)) {
      return rejected("id_too_long", "An id has more than " + MOST_ID_CHARS + " characters.");
    }
    if (!Stream.concat(ids(request), request.getPermissions().stream()).allMatch(WellFormed::is)) {
      return rejected("id_malformed", "An id holds half of a character.");
    }
    if (bytes > pipeline.limits().maxRequestBytes()) {
      int most = pipeline.limits().maxRequestBytes();
      return rejected(
          "too_large", "It has " + bytes + " bytes; limits.max_request is " + most + ".");
    }
    if (!classes().anyMatch(request.getWorkloadClass()::equals)) {
      String known = classes().distinct().collect(Collectors.joining(", "));
      return rejected("unknown_workload_class", "Workload classes: " + known);
    }
    return mistakeInContent(request, nowMs);
  }

  private Stream<String> classes() {
    return Stream.concat(
        WorkloadClasses.USUAL.stream(), pipeline.budgets().classes().keySet().stream());
  }

  private static Optional<Ending> mistakeInContent(Request request, long nowMs) {
    for (RequestMessage message : request.getMessages()) {
      if (role(message).isEmpty()) {
        return rejected("unknown_role", "Roles of messages are user and assistant.");
      }
    }
    Inquiry inquiry = inquiry(request);
    if (!inquiry.endsWithUser()) {
      return rejected("last_message_not_user", "The last message must be the user's.");
    }
    if (inquiry.text().isBlank()) {
      return rejected("empty", "It asks nothing: neither input nor messages have a text.");
    }
    RequestBudget budget = request.getBudget();
    if (budget != null && isNegative(budget)) {
      return rejected("negative_budget", "A budget's limits are 0 or more.");
    }
    Long deadlineMs = request.getDeadlineMs();
    if (deadlineMs != null && deadlineMs <= nowMs) {
      String detail = "Its deadline was over before it was taken up.";
      return Optional.of(new Ending(RunStatus.EXPIRED, "deadline", detail));
    }
    if (budget != null && Objects.equals(budget.getWallClockMs(), 0L)) {
      String detail = "Its budget has no time at all.";
      return Optional.of(new Ending(RunStatus.EXPIRED, "deadline", detail));
    }
    return Optional.empty();
  }

  private static Stream<String> ids(Request request) {
    return Stream.of(
        request.getRequestId(),
        request.getTenant(),
        request.getUser(),
        request.getConversationId(),
        request.getTraceParent());
  }

  private static boolean isNegative(RequestBudget budget) {
    return isNegative(budget.getMoneyNanos())
        || isNegative(budget.getTokens())
        || isNegative(budget.getModelCalls())
        || isNegative(budget.getToolCalls())
        || isNegative(budget.getSteps())
        || isNegative(budget.getRetries())
        || isNegative(budget.getWallClockMs());
  }

  private static boolean isNegative(@Nullable Long limit) {
    return limit != null && limit < 0;
  }

  private static Optional<Ending> rejected(String reason, String detail) {
    return Optional.of(new Ending(RunStatus.REJECTED, reason, detail));
  }

  /** What will be true of its run. */
  public RunFacts facts(Request request, RecordKey key, long receivedAtMs, long nowMs) {
    long latestMs = nowMs + longestMs(request.getBudget());
    Long deadlineMs = request.getDeadlineMs();
    return new RunFacts(
        RunId.of(request.getTenant(), request.getRequestId()),
        request.getRequestId(),
        request.getTenant(),
        request.getUser(),
        request.getPermissions(),
        key,
        request.getWorkloadClass(),
        receivedAtMs,
        nowMs,
        deadlineMs == null ? latestMs : Math.min(deadlineMs, latestMs),
        budget(request.getBudget()),
        cacheUse(request.getCache()),
        request.getTraceParent(),
        pipeline.version(),
        pipeline.definition());
  }

  private long longestMs(@Nullable RequestBudget asked) {
    long mostMs = pipeline.limits().maxDeadline().toMillis();
    Long askedMs = asked == null ? null : asked.getWallClockMs();
    return askedMs == null ? mostMs : Math.min(askedMs, mostMs);
  }

  /** Its time is in the deadline. */
  private static RunLimits budget(@Nullable RequestBudget asked) {
    if (asked == null) {
      return RunLimits.NONE;
    }
    BudgetLimits spent =
        new BudgetLimits(
            asked.getMoneyNanos(), asked.getTokens(), asked.getModelCalls(), asked.getToolCalls());
    return new RunLimits(spent, asked.getSteps(), asked.getRetries(), null);
  }

  private static CacheUse cacheUse(@Nullable CacheDirectives asked) {
    return asked == null
        ? CacheUse.ALL
        : new CacheUse(!asked.getNoCache(), !asked.getNoStore(), asked.getMaxAgeMs());
  }

  /** What it asks. */
  public static Inquiry inquiry(Request request) {
    List<Inquiry.Turn> turns = new ArrayList<>();
    for (RequestMessage message : request.getMessages()) {
      role(message).ifPresent(role -> turns.add(new Inquiry.Turn(role, message.getContent())));
    }
    if (!request.getInput().isBlank()) {
      turns.add(new Inquiry.Turn(Inquiry.Role.USER, request.getInput()));
    }
    return new Inquiry(
        request.getConversationId(), request.getRoute(), turns, request.getAttributes());
  }

  private static Optional<Inquiry.Role> role(RequestMessage message) {
    return switch (message.getRole().toLowerCase(Locale.ROOT)) {
      case "user" -> Optional.of(Inquiry.Role.USER);
      case "assistant" -> Optional.of(Inquiry.Role.ASSISTANT);
      default -> Optional.empty();
    };
  }
}
