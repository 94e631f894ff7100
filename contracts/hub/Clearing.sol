// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {
    EIP712Upgradeable
} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IClearing} from "../interfaces/IClearing.sol";
import {IGammaLimit} from "../interfaces/IGammaLimit.sol";
import {IGuardian} from "../interfaces/IGuardian.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {InvalidSeries, SeriesId} from "../types/SeriesId.sol";
import {Nonces} from "./Nonces.sol";

/// @title Two-sided signed trades
contract Clearing is IClearing, AccessManagedUpgradeable, EIP712Upgradeable, UUPSUpgradeable {
    using Nonces for Nonces.Used;
    using SafeCast for int256;

    struct Init {
        address books;
        address marginEngine;
        address mandateBook;
        address riskParameters;
        address gammaLimit;
        address guardian;
    }

    /// @custom:storage-location erc7201:gimbal.storage.Clearing
    struct ClearingStorage {
        IBooks books;
        IMarginEngine margin;
        IMandateBook mandates;
        IRiskParameters parameters;
        Nonces.Used nonces;
        IGammaLimit gammaLimit;
        IGuardian guardian;
    }

    /// @param before requirement before the trade; read only while it matters
    /// @param trusted else the requirement must not rise, for one of its spokes is not trusted
    struct Side {
        uint64 book;
        bool hedged;
        uint256 before;
        bool trusted;
    }

    bytes32 private constant TRADE_TYPE = keccak256(
        "Trade(uint256 series,uint128 size,uint256 premium,uint64 buyer,uint64 seller,uint256 buyerNonce,uint256 sellerNonce,uint64 deadline)"
    );

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.Clearing")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xa7c48d9343079c2130cd03a9944a64441461543b92d7587603a9bd4b06d5a200;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        __EIP712_init("Gimbal Clearing", "1");
        ClearingStorage storage $ = _storage();
        $.books = IBooks(init.books);
        $.margin = IMarginEngine(init.marginEngine);
        $.mandates = IMandateBook(init.mandateBook);
        $.parameters = IRiskParameters(init.riskParameters);
        $.gammaLimit = IGammaLimit(init.gammaLimit);
        $.guardian = IGuardian(init.guardian);
    }

    /// @inheritdoc IClearing
    function execute(Trade calldata trade, bytes calldata buyerSignature, bytes calldata sellerSignature)
        external
    {
        if (block.timestamp > trade.deadline) revert TradeExpired(trade.deadline, block.timestamp);
        if (trade.buyer == trade.seller) revert SameBook(trade.buyer);
        if (trade.size == 0) revert IBooks.ZeroAmount();
        _requireOpen(trade.series);

        bytes32 digest = hashTrade(trade);
        bool stopped = _isStopped(trade);
        Side memory buyer =
            _admit(trade.buyer, trade.buyerNonce, trade.series, digest, buyerSignature, stopped);
        Side memory seller =
            _admit(trade.seller, trade.sellerNonce, trade.series, digest, sellerSignature, stopped);
        _storage().books
            .applyTrade(
                trade.buyer, trade.seller, trade.series, int256(uint256(trade.size)).toInt128(), trade.premium
            );
        _requireSound(buyer, trade.series.market(), false);
        _requireSound(seller, trade.series.market(), true);
        if (stopped) _requireNoMoreRisk(buyer, seller);

        emit Traded(digest, trade.series, trade.buyer, trade.seller, trade.size, trade.premium);
    }

    /// @inheritdoc IClearing
    function cancel(uint64 book, uint256 nonce) external {
        ClearingStorage storage $ = _storage();
        if (!$.books.isAuthorised(book, msg.sender)) revert IBooks.NotAuthorised(book, msg.sender);
        $.nonces.spend(book, nonce);
        emit NonceCancelled(book, nonce);
    }

    /// @inheritdoc IClearing
    function nonceUsed(uint64 book, uint256 nonce) external view returns (bool) {
        return _storage().nonces.isSpent(book, nonce);
    }

    /// @inheritdoc IClearing
    function hashTrade(Trade calldata trade) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(TRADE_TYPE, trade)));
    }

    /// @dev A series stops trading when its first settlement instant may be known.
    function _requireOpen(SeriesId series) private view {
        if (!series.isValid()) revert InvalidSeries(SeriesId.unwrap(series));
        uint256 window = _storage().parameters.settlementTerms(series.market()).window;
        uint256 closesAt = series.expiry() > window ? series.expiry() - window : 0;
        if (block.timestamp >= closesAt) revert SeriesClosed(series, closesAt, block.timestamp);
    }

    /// @dev Refuses a series that neither side holds while new ones are stopped; true while new risk is.
    function _isStopped(Trade calldata trade) private view returns (bool) {
        ClearingStorage storage $ = _storage();
        if (
            $.guardian.isStopped(IGuardian.Stop.SERIES) && $.books.sizeOf(trade.buyer, trade.series) == 0
                && $.books.sizeOf(trade.seller, trade.series) == 0
        ) $.guardian.requireOpen(IGuardian.Stop.SERIES);
        return $.guardian.isStopped(IGuardian.Stop.RISK);
    }

    /// @dev Of both sides together: a book that gives risk away needs another to take it.
    function _requireNoMoreRisk(Side memory buyer, Side memory seller) private view {
        IMarginEngine margin = _storage().margin;
        uint256 total = margin.requirement(buyer.book) + margin.requirement(seller.book);
        if (total > buyer.before + seller.before) _storage().guardian.requireOpen(IGuardian.Stop.RISK);
    }

    /// @dev Signature, market and nonce of one side, and what it may look like after the trade.
    function _admit(
        uint64 book,
        uint256 nonce,
        SeriesId series,
        bytes32 digest,
        bytes calldata signature,
        bool stopped
    ) private returns (Side memory side) {
        ClearingStorage storage $ = _storage();
        IBooks.Book memory account = $.books.bookOf(book);
        if (account.market != series.market()) {
            revert MarketMismatch(book, account.market, series.market());
        }
        _requireSigned(book, account.owner, digest, signature);
        $.nonces.spend(book, nonce);
        bool trusted = $.mandates.isTrusted(book);
        uint256 before = trusted && !stopped ? 0 : $.margin.requirement(book);
        side = Side(book, account.hedged, before, trusted);
    }

    function _requireSigned(uint64 book, address owner, bytes32 digest, bytes calldata signature)
        private
        view
    {
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && _storage().books.isAuthorised(book, signer)) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(owner, digest, signature)) {
            revert BadSignature(book, signer);
        }
    }

    function _requireSound(Side memory side, uint32 market, bool sold) private {
        ClearingStorage storage $ = _storage();
        IMarginEngine.Hedge memory hedge = $.margin.requireInitial(side.book);
        if (!side.trusted && $.margin.requirement(side.book) > side.before) {
            $.mandates.requireTrusted(side.book);
        }
        if (!side.hedged) return;
        if (hedge.lowest < 0) revert TargetBelowZero(side.book, hedge.lowestAt, hedge.lowest);
        $.gammaLimit.afterTrade(market, side.book, hedge.gamma, hedge.spot, sold);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (ClearingStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
