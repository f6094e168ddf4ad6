// A Go program's way through the vault, with nothing but what the document says. Prints what it found.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"journey/kagi"
)

var ctx = context.Background()

func main() {
	baseURL, key := os.Args[1], os.Args[2]
	authorized := kagi.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+key)
		return nil
	})
	client := must(kagi.NewClientWithResponses(baseURL, authorized))

	variable := "STRIPE_OF_GO"
	var simple, group kagi.EntriesCreateJSONBody_Value
	check(simple.FromEntriesCreateJSONBodyValue0("sk_go"))
	check(group.FromEntriesCreateJSONBodyValue1(kagi.EntriesCreateJSONBodyValue1{"HOST": "h"}))
	entries := []kagi.Entry{
		create(client, "Stripe", kagi.KeyTypeSimple, simple, &variable),
		create(client, "Database", kagi.KeyTypeGroup, group, nil),
	}

	name, environment, limit := "Go", kagi.Production, 10
	params := kagi.EntriesListParams{Name: &name, Environment: &environment, Limit: &limit}
	list := must(client.EntriesListWithResponse(ctx, &params))
	var listed []string
	for _, entry := range *given(list.JSON200, list.Body) {
		listed = append(listed, entry.Category.Name)
	}
	var values []kagi.RevealedEntry_Value
	for _, entry := range entries {
		revealed := must(client.EntriesRevealWithResponse(ctx, entry.Id))
		values = append(values, given(revealed.JSON200, revealed.Body).Value)
	}
	export := must(client.ExportsReadWithResponse(ctx, &kagi.ExportsReadParams{}))
	refused := given(export.JSON403, export.Body).Code

	check(json.NewEncoder(os.Stdout).Encode(map[string]any{"listed": listed, "values": values, "refused": refused}))
}

func create(client *kagi.ClientWithResponses, name string, form kagi.KeyType, value kagi.EntriesCreateJSONBody_Value, variable *string) kagi.Entry {
	kind := kagi.CategoriesCreateJSONRequestBody{Name: name + " of Go", KeyType: form, EnvVarName: variable}
	category := must(client.CategoriesCreateWithResponse(ctx, nil, kind))
	id := given(category.JSON201, category.Body).Id
	body := kagi.EntriesCreateJSONRequestBody{CategoryId: id, Name: "Go", Value: value}
	entry := must(client.EntriesCreateWithResponse(ctx, nil, body))
	return *given(entry.JSON201, entry.Body)
}

func given[T any](answer *T, body []byte) *T {
	if answer == nil {
		check(fmt.Errorf("another answer than the one that was looked for: %s", body))
	}
	return answer
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
