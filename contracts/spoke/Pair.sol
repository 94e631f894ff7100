// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {toNativeDown, toNativeUp, toWad} from "../types/Units.sol";

using {balances, quoteAt, priceOf, baseWad, baseDown, baseUp, quoteWad} for Pair global;

/// @notice The two tokens of a market on a spoke.
struct Pair {
    address base;
    address quote;
    uint8 baseDecimals;
    uint8 quoteDecimals;
}

/// @notice Native balances of an account.
function balances(Pair memory pair, address owner) view returns (uint256 base, uint256 quote) {
    return (IERC20(pair.base).balanceOf(owner), IERC20(pair.quote).balanceOf(owner));
}

/// @notice Native quote of native base at an 18-decimal price.
function quoteAt(Pair memory pair, uint256 base, uint256 price, Math.Rounding rounding)
    pure
    returns (uint256)
{
    return Math.mulDiv(base, price * 10 ** pair.quoteDecimals, 10 ** (18 + pair.baseDecimals), rounding);
}

/// @notice Price of an exchange; nothing for something is infinitely dear.
function priceOf(Pair memory pair, uint256 base, uint256 quote) pure returns (uint256) {
    if (base == 0) return quote == 0 ? 0 : type(uint256).max;
    return Math.mulDiv(quote, 10 ** (18 + pair.baseDecimals), base * 10 ** pair.quoteDecimals);
}

function baseWad(Pair memory pair, uint256 base) pure returns (uint256) {
    return toWad(base, pair.baseDecimals);
}

function baseDown(Pair memory pair, uint256 wad) pure returns (uint256) {
    return toNativeDown(wad, pair.baseDecimals);
}

function baseUp(Pair memory pair, uint256 wad) pure returns (uint256) {
    return toNativeUp(wad, pair.baseDecimals);
}

function quoteWad(Pair memory pair, uint256 quote) pure returns (uint256) {
    return toWad(quote, pair.quoteDecimals);
}
