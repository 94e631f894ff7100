// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ISpokeVault} from "../interfaces/ISpokeVault.sol";
import {Pair} from "./Pair.sol";

/// @title A book's part of the market's budget of fills
/// @notice Worth of the book's ledger over the worth of all ledgers at one price. At one price the parts sum to at most one,
/// so all fills of a window stay within the market's budget (P6), and no book uses up another's (P16). A fill trades at about
/// the oracle price and so leaves the parts as they are.
/// @dev What can raise the sum over a window is a move of the price between two fills, for books in quote and books in base
/// weigh differently then: for unchanged ledgers, with the highest price r times the lowest, parts as evaluated sum to at
/// most r. Inventory that arrives for a new book in the window counts again for it.
library FillPart {
    /// @param price of base in quote, 18 decimals
    /// @return part 18 decimals, rounded down
    function partOf(Pair memory pair, ISpokeVault vault, uint64 book, uint256 price)
        internal
        view
        returns (uint256 part)
    {
        (uint256 base, uint256 quote) = vault.accounted();
        uint256 total = worth(pair, base, quote, price);
        if (total == 0) return 0;
        (base, quote) = vault.holdings(book);
        return Math.mulDiv(worth(pair, base, quote, price), 1e18, total);
    }

    /// @notice The part of a budget.
    function take(uint256 budget, uint256 part) internal pure returns (uint256) {
        return budget * part / 1e18;
    }

    /// @notice Native quote, rounded down.
    function worth(Pair memory pair, uint256 base, uint256 quote, uint256 price)
        internal
        pure
        returns (uint256)
    {
        return quote + pair.quoteAt(base, price, Math.Rounding.Floor);
    }
}
