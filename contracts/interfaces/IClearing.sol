// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId} from "../types/SeriesId.sol";

/// @title Two-sided signed trades between books
/// @notice Both sides sign the same EIP-712 `Trade`; both must meet initial requirement and funding after it (P11), and
/// a hedged book's target must not be below zero anywhere in the inner scenario range (no shorts on spokes yet). A hedged book
/// that is short of gamma sells only while its market is within its limit (IGammaLimit). While a
/// spoke of a book is not trusted, a trade must not raise the book's requirement (P21).
/// @dev A side signs with its owner's key, an operator's key, or by the owner's ERC-1271 contract. A nonce serves once, in
/// any order.
interface IClearing {
    /// @param size options, 18 decimals, positive
    /// @param premium native quote paid by buyer to seller
    struct Trade {
        SeriesId series;
        uint128 size;
        uint256 premium;
        uint64 buyer;
        uint64 seller;
        uint256 buyerNonce;
        uint256 sellerNonce;
        uint64 deadline;
    }

    error TradeExpired(uint64 deadline, uint256 nowTime);
    /// @notice `recovered` is the key behind the signature, zero when there is none.
    error BadSignature(uint64 book, address recovered);
    error NonceUsed(uint64 book, uint256 nonce);
    error SameBook(uint64 book);
    error SeriesClosed(SeriesId series, uint256 closesAt, uint256 nowTime);
    error MarketMismatch(uint64 book, uint32 bookMarket, uint32 seriesMarket);
    error TargetBelowZero(uint64 book, uint256 spot, int256 target);

    event Traded(
        bytes32 indexed tradeHash,
        SeriesId indexed series,
        uint64 buyer,
        uint64 seller,
        uint128 size,
        uint256 premium
    );
    event NonceCancelled(uint64 indexed book, uint256 nonce);

    /// @notice Clears a trade both sides signed. Anyone.
    function execute(Trade calldata trade, bytes calldata buyerSignature, bytes calldata sellerSignature)
        external;
    /// @notice Makes a nonce of the book unusable. Owner or operator.
    function cancel(uint64 book, uint256 nonce) external;
    function nonceUsed(uint64 book, uint256 nonce) external view returns (bool);
    function hashTrade(Trade calldata trade) external view returns (bytes32);
}
