// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title How much short gamma the hedged books of a market may have together
/// @notice phi = Gamma * S * 1 % / Depth(1 %) is the hedge that a move of one percent asks for against what moves the price by
/// one percent: at 1 every hedge asks for the same hedge again (docs/hedging.md). The limit is the gamma at which phi is
/// the governed ratio; with Depth in quote it is ratio * Depth / (S^2 * 1 %).
///
/// A book counts with the short part of the dT/dS of its whole target at the mark, by `HedgeTarget`; long books do not make up
/// for short ones. It is measured when the book trades, when its body is published, and whenever anyone asks. So the sum is as
/// old as its parts: between measurements price and time change what a book has.
/// @dev Only a sale of options by a hedged book can be refused. Purchases, settlement, withdrawals, auctions, publishing and
/// hedging never are. Gamma per 1.00 of quote, 18 decimals.
interface IGammaLimit {
    /// @param depth quote within one percent of the price in the pools of all spokes, 18 decimals
    /// @param maxRatio highest phi that new risk may lead to, 18 decimals
    struct Terms {
        uint128 depth;
        uint64 maxRatio;
    }

    /// @notice Short gamma of the market with the trade in it, and the most there may be at this price.
    error GammaAboveLimit(uint32 market, uint256 gamma, uint256 limit);

    event TermsSet(uint32 indexed market, Terms old, Terms current);
    event ShortGammaMeasured(uint32 indexed market, uint64 indexed book, uint256 gamma, uint256 total);

    /// @notice By RiskParameters, as the governed family `gamma`: bounds and who may change what are its rules'. Without terms the
    /// limit is zero.
    function setTerms(uint32 market, Terms calldata terms) external;
    /// @notice Takes over what a trade has left a hedged book with.
    /// @param gamma dT/dS of the book after the trade
    /// @param spot mark price, 18 decimals
    /// @param sold whether the book sold: reverts with GammaAboveLimit if it is short and the market beyond its limit
    function afterTrade(uint32 market, uint64 book, int256 gamma, uint256 spot, bool sold) external;
    /// @notice Measures a book anew. Anyone; a book that is not hedged counts nothing.
    /// @return gamma what the book counts with now
    function refresh(uint64 book) external returns (uint256 gamma);

    function termsOf(uint32 market) external view returns (Terms memory);
    /// @notice What the book counted with when it was last measured.
    function shortGammaOf(uint64 book) external view returns (uint256);
    /// @notice Sum over the books of the market.
    function totalOf(uint32 market) external view returns (uint256);
    /// @notice Most short gamma that new risk may lead to at a price.
    function limitAt(uint32 market, uint256 spot) external view returns (uint256);
    /// @notice phi of the market at a price, 18 decimals.
    function ratioAt(uint32 market, uint256 spot) external view returns (uint256);
}
