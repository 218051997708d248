// What OpenAI's own client for Node makes of Rapport. Usage: node openai.mjs BASE_URL TOKEN SCENARIO; prints one line of JSON.
import OpenAI from 'openai';

const [baseURL, apiKey, scenario] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const ask = (content, more = {}) => ({ model: 'default', messages: [{ role: 'user', content }], ...more });
const streamed = { stream: true, stream_options: { include_usage: true } };

const scenarios = {
    async plain() {
        const answer = await client.chat.completions.create(ask('Hello!'));
        return { text: answer.choices[0].message.content, usage: answer.usage.total_tokens };
    },
    async stream() {
        const chunks = [];
        for await (const chunk of await client.chat.completions.create(ask('Hello!', streamed))) {
            chunks.push(chunk);
        }
        return {
            role: chunks[0].choices[0].delta.role,
            text: chunks.flatMap(chunk => chunk.choices).map(choice => choice.delta.content ?? '').join(''),
            finish: chunks.at(-2).choices[0].finish_reason,
            usage: chunks.at(-1).usage.total_tokens,
        };
    },
    async toolCall() {
        const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } }];
        const plain = await client.chat.completions.create(ask('Please call the weather.', { tools }));
        const stream = client.chat.completions.stream(ask('Please call the weather.', { tools }));
        const streamed = await stream.finalChatCompletion();
        const told = ({ message, finish_reason }) => ({
            content: message.content,
            finish: finish_reason,
            id: message.tool_calls[0].id,
            name: message.tool_calls[0].function.name,
            arguments: message.tool_calls[0].function.arguments,
        });
        return { plain: told(plain.choices[0]), streamed: told(streamed.choices[0]) };
    },
    async models() {
        const ids = [];
        for await (const model of client.models.list()) {
            ids.push(model.id);
        }
        return { ids };
    },
    async unknownModel() {
        return failureOf(() => client.chat.completions.create({ ...ask('Hello!'), model: 'gpt-x' }));
    },
    async refused() {
        return failureOf(() => client.chat.completions.create(ask('Hello!')));
    },
    async retried() {
        // The client's own retry: it waits as long as retry-after-ms says, if that is no more than a minute.
        const waits = [];
        const timeout = 99_000;
        const clock = globalThis.setTimeout;
        globalThis.setTimeout = (run, ms, ...more) => {
            waits.push(ms);
            return clock(run, ms === timeout ? ms : 1, ...more);
        };
        const patient = new OpenAI({ baseURL, apiKey, maxRetries: 1, timeout });
        const failure = await failureOf(() => patient.chat.completions.create(ask('Hello!')));
        return { ...failure, waits: waits.filter(ms => ms !== timeout) };
    },
    async broken() {
        let text = '';
        const failure = await failureOf(async () => {
            for await (const chunk of await client.chat.completions.create(ask('Please break off.', streamed))) {
                text += chunk.choices[0]?.delta.content ?? '';
            }
        });
        return { ...failure, text };
    },
    async cancelled() {
        let text = '';
        const stream = await client.chat.completions.create(ask('Please hold.', streamed));
        for await (const chunk of stream) {
            text += chunk.choices[0]?.delta.content ?? '';
            if (text) {
                stream.controller.abort();
            }
        }
        return { text };
    },
};

async function failureOf(call) {
    try {
        await call();
        return { kind: 'none' };
    } catch (e) {
        return {
            kind: e.constructor.name,
            status: e.status ?? null,
            code: e.code,
            type: e.type,
            param: e.param,
            retryAfter: e.headers?.get('retry-after') ?? null,
        };
    }
}

console.log(JSON.stringify(await scenarios[scenario]()));
