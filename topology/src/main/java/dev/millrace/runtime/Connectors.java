// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.call.CallMetrics;
import dev.millrace.embedding.Embedder;
import dev.millrace.embedding.MeteredEmbedder;
import dev.millrace.embedding.OpenAiEmbeddings;
import dev.millrace.embedding.RemoteEmbedder;
import dev.millrace.http.NetworkRules;
import dev.millrace.mcp.McpServer;
import dev.millrace.model.BreakingModelClient;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.MeteredModelClient;
import dev.millrace.model.MeteredReplica;
import dev.millrace.model.ModelClient;
import dev.millrace.model.Protocol;
import dev.millrace.model.ReplicatedModelClient;
import dev.millrace.model.anthropic.AnthropicMessages;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.model.gemini.Gemini;
import dev.millrace.model.responses.OpenAiResponses;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.McpServerConfig;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Network;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Tool;
import dev.millrace.token.TokenCounter;
import dev.millrace.tool.FunctionPool;
import dev.millrace.tool.FunctionToolClient;
import dev.millrace.tool.HttpToolClient;
import dev.millrace.tool.HttpToolSettings;
import dev.millrace.tool.McpToolClient;
import dev.millrace.tool.McpToolSettings;
import dev.millrace.tool.MeteredToolClient;
import dev.millrace.tool.ToolClient;
import dev.millrace.tool.ToolFunctions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of an instance, behind which providers and tools are. Pipelines that describe one
 * alike share its client and connections; one that no pipeline has any more is closed.
 */
final class Connectors implements AutoCloseable {
  private static final int FUNCTION_THREADS = 16;
  private static final Duration EMBEDDING_TIMEOUT = Duration.ofSeconds(10);

  private final ToolFunctions available;
  private final CallMetrics metrics;
  private final InstantSource clock;
  private final Supplier<Embedder> embedder;
  private final FunctionPool functions;
  private final SharedClients<Provider, ModelClient> providers =
      new SharedClients<>(this::client, ModelClient::close);
  private final SharedClients<EmbedderDescription, Embedder> embedders =
      new SharedClients<>(this::client, Embedder::close);
  private final SharedClients<McpServerConfig, McpServer> servers =
      new SharedClients<>(McpServers::open, McpServer::close);
  private final SharedClients<ToolDescription, ToolClient> tools =
      new SharedClients<>(this::client, ToolClient::close);

  /** What the embedder of a provider goes by. */
  private record EmbedderDescription(Provider provider, EmbedderConfig embedder) {}

  /** All of a tool that its client goes by. */
  private record ToolDescription(
      String name,
      Tool.Source source,
      @Nullable McpServerConfig server,
      Map<String, String> pick,
      Duration timeout,
      int maxResponseBytes,
      boolean atMostOnce) {

    static ToolDescription of(Tool tool, Map<String, McpServerConfig> servers) {
      return new ToolDescription(
          tool.name(),
          tool.source(),
          tool.source() instanceof Tool.Mcp mcp ? servers.get(mcp.server()) : null,
          tool.pick(),
          tool.timeout(),
          tool.maxResponseBytes(),
          tool.atMostOnce());
    }
  }

  /**
   * Clients for the pipelines of an instance.
   *
   * @param mostCalls under way at once
   * @param embedder the one in the process; closed by who made it
   */
  Connectors(
      int mostCalls,
      Supplier<Embedder> embedder,
      ToolFunctions available,
      CallMetrics metrics,
      InstantSource clock) {
    this.embedder = embedder;
    this.available = available;
    this.metrics = metrics;
    this.clock = clock;
    this.functions = FunctionPool.gathering(FUNCTION_THREADS, mostCalls);
  }

  /**
   * The way out of a pipeline.
   *
   * @throws dev.millrace.tool.MissingToolFunctionException if a Java tool is not on the class path
   */
  Way of(Pipeline pipeline) {
    List<Runnable> taken = new ArrayList<>();
    try {
      Map<String, ModelClient> byProvider = new HashMap<>();
      for (Provider provider : pipeline.providers().values()) {
        Provider description = described(provider);
        byProvider.put(provider.name(), providers.take(description));
        taken.add(() -> providers.giveBack(description));
      }
      Map<String, ModelClient> byModel = new HashMap<>();
      for (ModelConfig model : pipeline.models().values()) {
        byModel.put(model.name(), Objects.requireNonNull(byProvider.get(model.provider())));
      }
      Map<String, ToolClient> byTool = new HashMap<>();
      for (Tool tool : pipeline.tools().values()) {
        ToolDescription description = ToolDescription.of(tool, pipeline.mcpServers());
        byTool.put(tool.name(), tools.take(description));
        taken.add(() -> tools.giveBack(description));
      }
      Supplier<Embedder> comparing = embedder(pipeline, taken);
      return new Way(
          byModel, byTool, comparing, functions::handOver, () -> taken.forEach(Runnable::run));
    } catch (RuntimeException failure) {
      taken.forEach(Runnable::run);
      throw failure;
    }
  }

  private Supplier<Embedder> embedder(Pipeline pipeline, List<Runnable> taken) {
    EmbedderConfig remote = pipeline.classifier().embedder();
    if (remote == null) {
      return embedder;
    }
    Provider provider = Objects.requireNonNull(pipeline.providers().get(remote.provider()));
    EmbedderDescription description = new EmbedderDescription(described(provider), remote);
    Embedder client = embedders.take(description);
    taken.add(() -> embedders.giveBack(description));
    return () -> client;
  }

  /** How many calls may leave is the engine's to know, and what they cost the ledger's. */
  private static Provider described(Provider provider) {
    return new Provider(
        provider.name(),
        provider.protocol(),
        provider.url(),
        provider.apiKey(),
        provider.headers(),
        Integer.MAX_VALUE,
        AccountLimits.NONE,
        provider.breaker(),
        provider.connection(),
        null);
  }

  private Embedder client(EmbedderDescription description) {
    Provider provider = description.provider;
    EmbedderConfig embedder = description.embedder;
    Embedder client =
        new RemoteEmbedder(
            new OpenAiEmbeddings(settings(provider, provider.url()), clock),
            provider.url(),
            embedder.model(),
            embedder.dimensions(),
            EMBEDDING_TIMEOUT);
    return new MeteredEmbedder(client, provider.name(), embedder.model(), metrics);
  }

  private ModelClient client(Provider provider) {
    String name = provider.name();
    ModelClient client = servers(provider);
    client = new MeteredModelClient(client, name, metrics); // What a breaker stops is no attempt.
    return new BreakingModelClient(client, name, provider.breaker(), metrics, System::nanoTime);
  }

  private ModelClient servers(Provider provider) {
    List<String> urls = new ArrayList<>(provider.connection().replicas());
    urls.add(0, provider.url());
    Function<String, ModelClient> client =
        url -> new HttpModelClient(settings(provider, url), protocol(provider), clock);
    if (urls.size() == 1) {
      return client.apply(provider.url());
    }
    return new ReplicatedModelClient(
        urls,
        url -> new MeteredReplica(client.apply(url), provider.name(), url, metrics),
        provider.breaker().open(),
        System::nanoTime);
  }

  private static HttpModelSettings settings(Provider provider, String url) {
    Provider.Connection connection = provider.connection();
    return HttpModelSettings.of(provider.name(), url, () -> provider.apiKey().value())
        .withHeaders(provider.headers())
        .withConnectTimeout(connection.connectTimeout())
        .withIdleTimeout(connection.idleTimeout())
        .withCertificates(connection.certificates());
  }

  private static Protocol protocol(Provider provider) {
    return switch (provider.protocol()) {
      case OPENAI_CHAT -> new OpenAiChat();
      case OPENAI_RESPONSES -> new OpenAiResponses();
      case ANTHROPIC -> new AnthropicMessages();
      case GEMINI -> new Gemini();
    };
  }

  private ToolClient client(ToolDescription tool) {
    TokenCounter tokens = TokenCounter.forModel("");
    ToolClient client;
    if (tool.source instanceof Tool.Http http) {
      client = new HttpToolClient(settings(tool, http), tokens, clock);
    } else if (tool.source instanceof Tool.Mcp mcp) {
      client = client(tool, mcp, tokens);
    } else {
      client =
          new FunctionToolClient(
              available.get(((Tool.JavaFunction) tool.source).function()),
              functions,
              tool.pick,
              tool.maxResponseBytes,
              tokens);
    }
    return new MeteredToolClient(client, tool.name, metrics);
  }

  /** Its server is open for as long as a tool of it is. */
  private ToolClient client(ToolDescription tool, Tool.Mcp mcp, TokenCounter tokens) {
    McpServerConfig description = Objects.requireNonNull(tool.server, mcp.server());
    McpToolSettings settings =
        new McpToolSettings(
            mcp.tool(), mcp.pin(), tool.pick, tool.maxResponseBytes, tool.atMostOnce);
    McpServer server = servers.take(description);
    return new McpToolClient(server, settings, tokens, () -> servers.giveBack(description));
  }

  private static HttpToolSettings settings(ToolDescription tool, Tool.Http http) {
    return new HttpToolSettings(
        tool.name,
        http.method(),
        http.url(),
        http.query(),
        http.headers(),
        http.body(),
        tool.pick,
        tool.timeout,
        tool.maxResponseBytes,
        tool.atMostOnce,
        rules(http.network()));
  }

  static NetworkRules rules(Network network) {
    return NetworkRules.of(network.allowAddresses(), network.certificates());
  }

  /** How many clients are open. */
  int size() {
    return providers.size() + embedders.size() + tools.size();
  }

  @Override
  public void close() {
    providers.close();
    embedders.close();
    tools.close();
    servers.close();
    functions.close();
  }
}
