// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {stdJson} from "forge-std/StdJson.sol";
import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {Desk} from "../base/Desk.sol";
import {Terms} from "../base/Terms.sol";

/// @notice The limit, phi and the gamma of whole books against `relayer/src/quant`, by `reference/gamma-cases.ts`.
contract GammaVectorsTest is Desk {
    using stdJson for string;

    string private json = vm.readFile("test/contracts/risk/reference/gamma.json");

    function test_theLimitIsThatOfQuant() public {
        uint256 count;
        for (; vm.keyExistsJson(json, _at("markets", count, "")); count++) {
            uint256 depth = json.readUint(_at("markets", count, ".depth"));
            uint256 ratio = json.readUint(_at("markets", count, ".ratio"));
            vm.prank(address(hub.parameters));
            hub.gamma.setTerms(Terms.MARKET, IGammaLimit.Terms(uint128(depth), uint64(ratio)));
            uint256 limit = hub.gamma.limitAt(Terms.MARKET, json.readUint(_at("markets", count, ".spot")));
            uint256 expected = json.readUint(_at("markets", count, ".limit"));
            // Doubles have 53 bits, and the limit is rounded down.
            assertApproxEqAbs(limit, expected, 1 + expected / 1e14);
        }
        assertEq(count, 32);
    }

    function test_booksCountWithTheGammaOfQuant() public {
        assertEq(block.timestamp, START + 1 hours);
        uint64 other = openBook("other", false, 5_000_000e6);
        uint256 before;
        uint256 count;
        for (; vm.keyExistsJson(json, _at("books", count, "")); count++) {
            uint64 book = openBook(string.concat("book ", vm.toString(count)), true, 700_000e6);
            _fill(book, other, count);
            int256 gamma = json.readInt(_at("books", count, ".gamma"));
            (int256 measured,) = hub.margin.gammaOf(book);
            assertApproxEqAbs(measured, gamma, 1e5);
            uint256 short = hub.gamma.shortGammaOf(book);
            assertApproxEqAbs(short, gamma > 0 ? uint256(gamma) : 0, 1e5);
            uint256 ratio = hub.gamma.ratioAt(Terms.MARKET, price);
            assertApproxEqAbs(ratio - before, json.readUint(_at("books", count, ".ratio")), 1e5);
            before = ratio;
        }
        assertEq(count, 6);
    }

    /// @dev Sales first: calls that a book buys would have it sell base short.
    function _fill(uint64 book, uint64 other, uint256 at_) private {
        for (uint256 pass; pass < 2; pass++) {
            for (uint256 i; vm.keyExistsJson(json, _position(at_, i, "")); i++) {
                int256 size = json.readInt(_position(at_, i, ".size"));
                if (size < 0 != (pass == 0)) continue;
                SeriesId series = seriesId(
                    Terms.MARKET,
                    uint40(block.timestamp + json.readUint(_position(at_, i, ".days")) * 1 days),
                    uint128(json.readUint(_position(at_, i, ".strike"))),
                    json.readBool(_position(at_, i, ".put"))
                );
                if (size > 0) clear(book, other, series, uint128(uint256(size)), 0);
                else clear(other, book, series, uint128(uint256(-size)), 0);
            }
        }
    }

    function _at(string memory list, uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(i), "]", field);
    }

    function _position(uint256 book, uint256 i, string memory field) private pure returns (string memory) {
        return string.concat(_at("books", book, ".positions["), vm.toString(i), "]", field);
    }
}
