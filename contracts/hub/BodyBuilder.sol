// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IAllocationBook} from "../interfaces/IAllocationBook.sol";
import {IBodyBuilder} from "../interfaces/IBodyBuilder.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IGammaLimit} from "../interfaces/IGammaLimit.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {HedgeBands} from "../pricing/HedgeBands.sol";
import {HedgeTarget} from "../pricing/HedgeTarget.sol";
import {LadderBuilder} from "../pricing/LadderBuilder.sol";
import {HedgeBand, SettlementTerms, SpokeTerms} from "../types/Config.sol";
import {Ladder, Leg, MandateBody} from "../types/Mandate.sol";
import {SeriesId} from "../types/SeriesId.sol";

/// @title Builds mandate bodies
contract BodyBuilder is IBodyBuilder, AccessManagedUpgradeable, UUPSUpgradeable {
    using SafeCast for uint256;

    struct Init {
        address books;
        address riskParameters;
        address volSurface;
        address oracleRouter;
        address gammaLimit;
    }

    /// @custom:storage-location erc7201:gimbal.storage.BodyBuilder
    struct BuilderStorage {
        IBooks books;
        IRiskParameters parameters;
        IVolSurface surface;
        IOracleRouter oracle;
        IGammaLimit gammaLimit;
    }

    uint256 private constant WAD = 1e18;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.BodyBuilder")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x5ca17e7d5973aba76bfc6b44803097a530bc64715218ab75c4c74cd03f4ad200;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        BuilderStorage storage $ = _storage();
        $.books = IBooks(init.books);
        $.parameters = IRiskParameters(init.riskParameters);
        $.surface = IVolSurface(init.volSurface);
        $.oracle = IOracleRouter(init.oracleRouter);
        $.gammaLimit = IGammaLimit(init.gammaLimit);
    }

    /// @inheritdoc IBodyBuilder
    function build(
        uint64 book,
        uint64 spoke,
        IAllocationBook.Allocation calldata allocation,
        uint256 requirement,
        uint256 range
    ) external returns (MandateBody memory body, Leg[] memory legs) {
        BuilderStorage storage $ = _storage();
        body.book = book;
        body.market = $.books.bookOf(book).market;
        body.offset = allocation.offset;
        body.share = allocation.share;
        body.range = range.toUint128();
        HedgeBand memory band = $.parameters.hedgeBand(body.market, spoke);
        body.riskAversion = Math.mulDiv(band.riskAversion, WAD, Math.max(requirement, WAD)).toUint128();
        if (body.share == 0) return (body, legs);

        legs = _legs(book, body.market);
        // Nothing about a limit of new risk may stop a hedge.
        try $.gammaLimit.refresh(book) returns (uint256) {} catch {}
        if (legs.length <= $.parameters.mandateTerms(body.market).listCap) body.legs = legs;
        else body.ladder = _ladder(legs, body, spoke, band);
    }

    /// @dev Carry is zero: no source of rates is governed yet; so spot is the forward.
    function _legs(uint64 book, uint32 market) private view returns (Leg[] memory legs) {
        BuilderStorage storage $ = _storage();
        IBooks.Position[] memory positions = $.books.positions(book);
        (uint256 spot,) = $.oracle.markPrice(market);
        legs = new Leg[](positions.length);
        for (uint256 i; i < legs.length; i++) {
            SeriesId series = positions[i].series;
            (uint64 vol,) = $.surface.lastVol(market, series.expiry(), series.strike(), spot);
            legs[i] = Leg(series, positions[i].size, vol, 0);
        }
    }

    /// @dev The table lasts as long as a lease with its grace: after that nobody may hedge by it anyway.
    function _ladder(Leg[] memory legs, MandateBody memory body, uint64 spoke, HedgeBand memory band)
        private
        view
        returns (Ladder memory ladder)
    {
        BuilderStorage storage $ = _storage();
        SpokeTerms memory terms = $.parameters.spokeTerms(spoke);
        SettlementTerms memory settlement = $.parameters.settlementTerms(body.market);
        (uint256 spot,) = $.oracle.markPrice(body.market);
        uint256 horizon = uint256(terms.lease) + terms.grace;
        ladder = LadderBuilder.build(legs, spot, block.timestamp, settlement, horizon);
        (, int256 gamma) = HedgeTarget.ofLegs(legs, spot, block.timestamp, settlement);
        _requireExact(ladder.errorBound, body, band, SignedMath.abs(gamma), spot);
    }

    /// @dev What the table loses must be small against the inner band, or the band would be lost in it.
    function _requireExact(
        uint256 errorBound,
        MandateBody memory body,
        HedgeBand memory band,
        uint256 gamma,
        uint256 spot
    ) private view {
        gamma = Math.mulDiv(gamma, body.share, WAD);
        (, uint256 inner) = HedgeBands.band(band, body.riskAversion, gamma, spot, body.range);
        uint256 limit = Math.mulDiv(inner, _storage().parameters.mandateTerms(body.market).ladderError, WAD);
        uint256 bound = Math.mulDiv(errorBound, body.share, WAD, Math.Rounding.Ceil);
        if (bound > limit) revert IMandateBook.LadderError(bound, limit);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (BuilderStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
