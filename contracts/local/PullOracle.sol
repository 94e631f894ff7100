// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AbstractPyth} from "@pythnetwork/pyth-sdk-solidity/AbstractPyth.sol";
import {PythErrors} from "@pythnetwork/pyth-sdk-solidity/PythErrors.sol";
import {PythStructs} from "@pythnetwork/pyth-sdk-solidity/PythStructs.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title A pull oracle for local networks behind the Pyth interface, with one publisher
/// @notice An update is abi.encode(Observation, signature). The publisher signs the observation as an Ethereum message over
/// `digest`; nothing in it names a chain, so one signature serves every chain, as Pyth's do. As with Pyth a wrong signature
/// reverts, an update that is not newer than the stored price is ignored, and a fee is due for each update. There are no
/// moving averages (the price stands in for its own) and no time-weighted prices.
contract PullOracle is AbstractPyth {
    /// @param previousPublishTime publish time of the feed's observation before: proves which is the first after an instant
    struct Observation {
        bytes32 id;
        int64 price;
        uint64 conf;
        int32 expo;
        uint64 publishTime;
        uint64 previousPublishTime;
    }

    /// @notice This oracle has no time-weighted prices.
    error NoTwap();

    bytes32 private constant DOMAIN = keccak256("Gimbal local pull oracle 1");

    address public immutable publisher;
    uint256 public immutable updateFee;
    uint256 private immutable _validTimePeriod;
    mapping(bytes32 id => PythStructs.Price) private _prices;

    constructor(address publisher_, uint256 updateFee_, uint256 validTimePeriod_) {
        publisher = publisher_;
        updateFee = updateFee_;
        _validTimePeriod = validTimePeriod_;
    }

    /// @notice What the publisher signs, before the Ethereum message prefix.
    function digest(Observation memory o) public pure returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, o));
    }

    function updatePriceFeeds(bytes[] calldata updateData) public payable override {
        _takeFee(updateData);
        for (uint256 i; i < updateData.length; i++) {
            _store(_verified(updateData[i]));
        }
    }

    function parsePriceFeedUpdates(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minPublishTime,
        uint64 maxPublishTime
    ) external payable override returns (PythStructs.PriceFeed[] memory) {
        return _parse(updateData, priceIds, minPublishTime, maxPublishTime, false, false);
    }

    function parsePriceFeedUpdatesUnique(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minPublishTime,
        uint64 maxPublishTime
    ) external payable override returns (PythStructs.PriceFeed[] memory) {
        return _parse(updateData, priceIds, minPublishTime, maxPublishTime, true, false);
    }

    /// @dev Slots are those of Pythnet, which has none here: the publish time stands for it.
    function parsePriceFeedUpdatesWithConfig(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 minAllowedPublishTime,
        uint64 maxAllowedPublishTime,
        bool checkUniqueness,
        bool checkUpdateDataIsMinimal,
        bool storeUpdatesIfFresh
    ) external payable returns (PythStructs.PriceFeed[] memory feeds, uint64[] memory slots) {
        if (checkUpdateDataIsMinimal && updateData.length != priceIds.length) {
            revert PythErrors.InvalidArgument();
        }
        feeds = _parse(
            updateData,
            priceIds,
            minAllowedPublishTime,
            maxAllowedPublishTime,
            checkUniqueness,
            storeUpdatesIfFresh
        );
        slots = new uint64[](feeds.length);
        for (uint256 i; i < feeds.length; i++) {
            slots[i] = uint64(feeds[i].price.publishTime);
        }
    }

    function parseTwapPriceFeedUpdates(bytes[] calldata, bytes32[] calldata)
        external
        payable
        override
        returns (PythStructs.TwapPriceFeed[] memory)
    {
        revert NoTwap();
    }

    function getUpdateFee(bytes[] calldata updateData) public view returns (uint256) {
        return updateFee * updateData.length;
    }

    function getTwapUpdateFee(bytes[] calldata updateData) external view returns (uint256) {
        return getUpdateFee(updateData);
    }

    function queryPriceFeed(bytes32 id) public view override returns (PythStructs.PriceFeed memory) {
        PythStructs.Price memory price = _prices[id];
        if (price.publishTime == 0) revert PythErrors.PriceFeedNotFound();
        return PythStructs.PriceFeed(id, price, price);
    }

    function priceFeedExists(bytes32 id) public view override returns (bool) {
        return _prices[id].publishTime != 0;
    }

    function getValidTimePeriod() public view override returns (uint256) {
        return _validTimePeriod;
    }

    function _takeFee(bytes[] calldata updateData) private {
        if (msg.value < getUpdateFee(updateData)) revert PythErrors.InsufficientFee();
    }

    function _store(Observation memory o) private {
        if (o.publishTime <= _prices[o.id].publishTime) return;
        _prices[o.id] = PythStructs.Price(o.price, o.conf, o.expo, o.publishTime);
        emit PriceFeedUpdate(o.id, o.publishTime, o.price, o.conf);
    }

    function _parse(
        bytes[] calldata updateData,
        bytes32[] calldata priceIds,
        uint64 from,
        uint64 to,
        bool first,
        bool store
    ) private returns (PythStructs.PriceFeed[] memory feeds) {
        _takeFee(updateData);
        feeds = new PythStructs.PriceFeed[](priceIds.length);
        for (uint256 i; i < updateData.length; i++) {
            Observation memory o = _verified(updateData[i]);
            if (store) _store(o);
            if (o.publishTime < from || o.publishTime > to || (first && o.previousPublishTime >= from)) {
                continue;
            }
            PythStructs.Price memory price = PythStructs.Price(o.price, o.conf, o.expo, o.publishTime);
            for (uint256 j; j < priceIds.length; j++) {
                if (priceIds[j] == o.id && feeds[j].id == 0) {
                    feeds[j] = PythStructs.PriceFeed(o.id, price, price);
                }
            }
        }
        for (uint256 j; j < priceIds.length; j++) {
            if (feeds[j].id == 0) revert PythErrors.PriceFeedNotFoundWithinRange();
        }
    }

    function _verified(bytes calldata update) private view returns (Observation memory o) {
        bytes memory signature;
        (o, signature) = abi.decode(update, (Observation, bytes));
        address signer = ECDSA.recover(MessageHashUtils.toEthSignedMessageHash(digest(o)), signature);
        if (signer != publisher) revert PythErrors.InvalidUpdateDataSource();
    }
}
