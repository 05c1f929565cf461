using DialIn.Simulator.Api;

namespace DialIn.Simulator.Tests.Api;

public class ApiCallTests
{
    [Theory]
    [InlineData("name=A+B", "A B")]
    [InlineData("name=A%20B", "A B")]
    [InlineData("name=K%C3%B6ln", "Köln")]
    [InlineData("name=a%3Db%26c", "a=b&c")]
    [InlineData("x=1&name=A=B", "A=B")]
    [InlineData("name=1&name=2", "2")]
    [InlineData("na%6De=A", "A")]
    public void Parameter_IsDecoded(string query, string value) => Assert.Equal(value, Call(query)["name"]);

    [Theory]
    [InlineData("")]
    [InlineData("name=")]
    [InlineData("name")]
    [InlineData("&&")]
    [InlineData("Name=A")]
    public void Parameter_MissingOrEmpty_IsNull(string query) => Assert.Null(Call(query)["name"]);

    [Fact]
    public void FormField_CountsWhereTheQueryHasNone()
    {
        var call = new ApiCall("create", "a=query", new Dictionary<string, string> { ["a"] = "form", ["b"] = "form" });
        Assert.Equal("query", call["a"]);
        Assert.Equal("form", call["b"]);
        Assert.Equal(["a", "b"], call.Names.Order());
    }

    private static ApiCall Call(string query) => new("create", query, new Dictionary<string, string>());
}
