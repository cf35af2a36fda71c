def city(request):
    return request.GET.get("city")


def page(request):
    return int(request.GET.get("page"))
